package io.rolestream.rules.matching;

/**
 * The character classes of {@link TokenCursor}. Text is read by UTF-16 code units: a character outside the Basic
 * Multilingual Plane (an emoji, a styled letter) is not a letter and only separates tokens.
 */
final class Chars {
    private static final int ASCII = 128;
    private static final boolean[] WORD = new boolean[ASCII];
    private static final char[] LOWER = new char[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            WORD[c] = Character.isLetterOrDigit(c);
            LOWER[c] = Character.toLowerCase(c);
        }
    }

    private Chars() {}

    /** Whether the character is a letter or digit. */
    static boolean isWord(char c) {
        return c < ASCII ? WORD[c] : Character.isLetterOrDigit(c);
    }

    static char lower(char c) {
        return c < ASCII ? LOWER[c] : Character.toLowerCase(c);
    }

    /** Whether no phrase spans the character. Not called for a '.' inside a token. */
    static boolean isHardBreak(char c) {
        return switch (c) {
            case ',', ';', '|', ':', '\n', '\r', '\t', '(', ')', '[', ']', '{', '}', '!', '?', '.' -> true;
            case '\u2022', '\u00B7', '\u25CF' -> true;
            default -> false;
        };
    }
}
