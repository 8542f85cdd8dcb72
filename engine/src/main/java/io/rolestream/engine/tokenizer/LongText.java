package io.rolestream.engine.tokenizer;

/** How to handle a text with more tokens than the model takes. */
public sealed interface LongText {
    /** Reads only the beginning. Cheap, and right for texts that say most there, such as skill lists. */
    static LongText head() {
        return new Head();
    }

    /** Windows with a usual overlap, 64 tokens. */
    static LongText windows(int maxWindows) {
        return windows(64, maxWindows);
    }

    static LongText windows(int overlap, int maxWindows) {
        return new Windows(overlap, maxWindows);
    }

    record Head() implements LongText {}

    /**
     * Reads the text in several sequences, whose logits are pooled.
     *
     * @param overlap how many tokens a window shares with the next (Hugging Face's stride), without special tokens
     * @param maxWindows at least 1; text beyond them is not read
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
