package io.rolestream.engine.tokenizer;

/** Where to cut a text so that the tokens before the cut are those that the whole text begins with. */
final class TextCut {
    private TextCut() {}

    /**
     * The number of characters to keep: at most a limit, ending after a word where the second half of what may be kept
     * holds a space after one, and else at the limit, where the last tokens may be others; never between two halves of
     * a surrogate pair.
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
