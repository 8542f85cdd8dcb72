package io.rolestream.engine.training.generation;

import java.util.Arrays;

/**
 * A prompt and the answer to be learnt, as tokens. The arrays are not copied.
 *
 * @param prompt what the answer follows, at least one token; it is read, but not learnt
 * @param answer at least one token, with the one that ends it, unless the answer was cut
 */
@SuppressWarnings("ArrayRecordComponent")
public record AnsweredPrompt(int[] prompt, int[] answer) {
    public AnsweredPrompt {
        if (prompt.length == 0 || answer.length == 0) {
            throw new IllegalArgumentException(
                    (prompt.length == 0 ? "a prompt" : "an answer") + " without tokens cannot be learnt from");
        }
    }

    /** The tokens that the model reads: all but the last, which nothing follows. */
    public int[] read() {
        int[] all = Arrays.copyOf(prompt, prompt.length + answer.length - 1);
        System.arraycopy(answer, 0, all, prompt.length, answer.length - 1);
        return all;
    }

    /** The length of prompt and answer together. */
    public int length() {
        return prompt.length + answer.length;
    }

    /** A fingerprint of the tokens. */
    public long hash() {
        return 31L * Arrays.hashCode(prompt) + Arrays.hashCode(answer);
    }
}
