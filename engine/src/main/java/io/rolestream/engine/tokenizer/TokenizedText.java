package io.rolestream.engine.tokenizer;

import java.util.List;

/**
 * A text as token ids.
 *
 * @param windows the sequences that the model is to read, in the order of the text, at least one; each with its special
 *     tokens and without padding. The arrays are not copied: leave them as they are
 * @param cut whether some of the text is in no window
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

    /** The number of tokens that the model reads, those twice that are in two windows. */
    public int tokens() {
        return windows.stream().mapToInt(window -> window.length).sum();
    }
}
