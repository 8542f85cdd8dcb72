package io.rolestream.engine.tokenizer;

/**
 * How to handle a text with more tokens than the model takes: it is read in several windows, whose results are pooled.
 *
 * @param overlap how many tokens a window shares with the next (Hugging Face's stride), without special tokens
 * @param maxWindows at least 1; text beyond them is not read
 */
public record LongText(int overlap, int maxWindows) {
    private static final int USUAL_OVERLAP = 64;

    public LongText {
        if (overlap < 0) {
            throw new IllegalArgumentException("overlap " + overlap + " is negative");
        }
        if (maxWindows < 1) {
            throw new IllegalArgumentException("maximum of windows " + maxWindows + " is below 1");
        }
    }

    /** Reads only the beginning. Cheap, and right for texts that say most there, such as skill lists. */
    public static LongText head() {
        return new LongText(0, 1);
    }

    /** Windows with the usual overlap of 64 tokens. */
    public static LongText windows(int maxWindows) {
        return new LongText(USUAL_OVERLAP, maxWindows);
    }
}
