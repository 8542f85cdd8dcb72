package io.rolestream.engine.tokenizer;

/**
 * How tokens become windows.
 *
 * @param length the tokens of a window, without special tokens
 * @param step the distance between the starts of two windows, in tokens
 */
record Windowing(int length, int step, int maxWindows) {
    static Windowing of(LongText longText, int length) {
        if (longText instanceof LongText.Windows windows) {
            return new Windowing(length, length - windows.overlap(), windows.maxWindows());
        } else if (longText instanceof LongText.Head) {
            return new Windowing(length, length, 1);
        }
        throw new AssertionError(longText.getClass());
    }

    Windowing {
        if (length < 1) {
            throw new IllegalArgumentException("special tokens leave no room for text");
        }
        if (step < 1) {
            throw new IllegalArgumentException("windows of " + length + " tokens can't overlap by all of them or more");
        }
    }

    /** The most tokens that the windows can hold. */
    int maxTokens() {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, length + (long) step * (maxWindows - 1)));
    }
}
