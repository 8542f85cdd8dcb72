package io.rolestream.engine.training.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.PackedSequences;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of the answers in a pack, one answer after the other in the order of the pack. Made by {@link #of}; the
 * arrays are not copied.
 *
 * @param places for each token, the place in the pack of the token before it, from which it is predicted
 * @param targets the tokens
 * @param rows for each token, which sequence of the pack it belongs to
 * @param indexes for each token, its place in its answer, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AnswerTokens(int[] places, long[] targets, int[] rows, int[] indexes) {
    /**
     * @param examples of a batch
     * @param part the examples in the pack, in the order in which they were packed
     */
    public static AnswerTokens of(List<AnsweredPrompt> examples, int[] part, PackedSequences pack) {
        int count =
                Arrays.stream(part).map(i -> examples.get(i).answer().length).sum();
        AnswerTokens result = new AnswerTokens(new int[count], new long[count], new int[count], new int[count]);
        int at = 0;
        for (int row = 0; row < pack.order().length; row++) {
            AnsweredPrompt example = examples.get(part[pack.order()[row]]);
            int before = pack.first()[row] + example.prompt().length - 1;
            for (int i = 0; i < example.answer().length; i++) {
                result.places[at] = before + i;
                result.targets[at] = example.answer()[i];
                result.rows[at] = row;
                result.indexes[at++] = i;
            }
        }
        return result;
    }

    /** The arguments {@code places} and {@code targets} of {@code causal.py}. */
    public List<NDArray> arguments(PtNDManager owner) {
        return List.of(
                owner.create(places, new Shape(places.length)), owner.create(targets, new Shape(targets.length)));
    }
}
