package io.rolestream.engine.tokenizer;

import java.util.List;

/**
 * A text as token ids.
 *
 * @param windows at least one sequence, in the order of the text, each with its special tokens and without padding. The
 *     arrays are shared: do not modify them
 * @param cut whether a part of the text is in no window
 */
public record TokenizedText(List<int[]> windows, boolean cut) {
    public TokenizedText {
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("no windows");
        }
    }

    /** The first or only sequence. */
    public int[] first() {
        return windows.get(0);
    }

    /** How many tokens the model reads; tokens in two windows count twice. */
    public int tokens() {
        return windows.stream().mapToInt(window -> window.length).sum();
    }
}
