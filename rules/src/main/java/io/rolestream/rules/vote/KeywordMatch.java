package io.rolestream.rules.vote;

/**
 * The first occurrence of a keyword in a text.
 *
 * @param keyword as the rule set writes it, even if the text contains an alias
 * @param start where the occurrence starts in the original text, in UTF-16 code units
 * @param end where it ends, exclusive; greater than {@code start}
 */
public record KeywordMatch(String keyword, int start, int end) {
    public KeywordMatch {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("not a range of text: " + start + " to " + end);
        }
    }
}
