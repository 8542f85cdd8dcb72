package io.rolestream.engine.model.generation;

import java.util.Arrays;

/**
 * A generated answer.
 *
 * @param tokens the ids, without the token that the answer begins with
 * @param logProbabilities the natural logarithm of each token's probability in the model's own distribution, before
 *     temperature, top-k, top-p and restrictions
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DecodedAnswer(int[] tokens, float[] logProbabilities) {
    /** @param row of a {@link Generator}: the ids, then the log-probabilities */
    public static DecodedAnswer of(float[] row) {
        int[] tokens = new int[row.length / 2];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) row[i];
        }
        return new DecodedAnswer(tokens, Arrays.copyOfRange(row, tokens.length, row.length));
    }
}
