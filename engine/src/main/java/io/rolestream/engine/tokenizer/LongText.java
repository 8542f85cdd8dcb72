package io.rolestream.engine.tokenizer;

/** What is done with a text that has more tokens than the model takes. */
public sealed interface LongText {
    /** The beginning alone is read. Cheap, and right where the beginning tells most, as in skill lists. */
    static LongText head() {
        return new Head();
    }

    /** Windows with a usual overlap, 64 tokens. */
    static LongText windows(int maxWindows) {
        return windows(64, maxWindows);
    }

    /** See {@link Windows}. */
    static LongText windows(int overlap, int maxWindows) {
        return new Windows(overlap, maxWindows);
    }

    /** The beginning alone is read. */
    record Head() implements LongText {}

    /**
     * The text is read in several sequences, whose logits are to be pooled.
     *
     * @param overlap the number of tokens that a window has in common with the next (which Hugging Face calls the
     *     stride), 0 or more, special tokens not counted
     * @param maxWindows the greatest number of windows, at least 1; what is beyond them is not read
     */
    record Windows(int overlap, int maxWindows) implements LongText {
        public Windows {
            if (overlap < 0) {
                throw new IllegalArgumentException("overlap " + overlap + " is negative");
            }
            if (maxWindows < 1) {
                throw new IllegalArgumentException("maximum of windows " + maxWindows + " is below 1");
            }
        }
    }
}
