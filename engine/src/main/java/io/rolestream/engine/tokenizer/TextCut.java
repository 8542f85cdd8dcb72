package io.rolestream.engine.tokenizer;

/** Cuts a text so that the tokens before the cut are those with which the whole text begins. */
final class TextCut {
    private TextCut() {}

    /**
     * The number of characters to keep: up to the last end of a word in the second half of the limit, or else the
     * limit, where the last tokens may differ from the whole text's; never between the halves of a surrogate pair.
     */
    static int end(String text, int limit) {
        if (text.length() <= limit) {
            return text.length();
        }
        for (int end = limit; end > limit / 2; end--) {
            if (Character.isWhitespace(text.charAt(end)) && !Character.isWhitespace(text.charAt(end - 1))) {
                return end;
            }
        }
        boolean halves =
                Character.isHighSurrogate(text.charAt(limit - 1)) && Character.isLowSurrogate(text.charAt(limit));
        return halves ? limit - 1 : limit;
    }
}
