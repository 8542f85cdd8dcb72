package io.rolestream.rules.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the characters of an unknown token suggest about how to read it. */
enum TokenShape {
    /** Letters of one kind. */
    WORD,
    /** A letter of another script than Latin. */
    FOREIGN,
    /** A full stop between other characters, or at the start. */
    DOTTED,
    /** A digit. */
    NUMBERED,
    /** A capital within the word, beside a small letter. */
    CAPITALS;

    private static final int LATIN_END = 0x250;
    private static final int MORE_LATIN = 0x1E00;
    private static final int MORE_LATIN_END = 0x1F00;

    static TokenShape of(String text, int start, int end) {
        TokenShape shape = WORD;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= LATIN_END && !isLatinPart(text, i)) {
                return FOREIGN;
            }
            if (c == '.') {
                shape = isVersionDot(text, start, i, end) ? shape : DOTTED;
            } else if (shape != DOTTED && c >= '0' && c <= '9') {
                shape = NUMBERED;
            } else if (shape == WORD && i > start && Character.isUpperCase(c) && hasSmallBeside(text, i, end)) {
                shape = CAPITALS;
            }
        }
        return shape;
    }

    /** Whether a dot is part of a version ({@code PHP8.2}), or of the name before one ({@code .NET6}). */
    private static boolean isVersionDot(String text, int start, int dot, int end) {
        if (dot == start) {
            return Character.isDigit(text.charAt(end - 1));
        }
        return dot - start > 1 && Character.isDigit(text.charAt(dot - 1)) && Character.isDigit(text.charAt(dot + 1));
    }

    /** Whether all characters are letters of ASCII, and no capital follows the first. */
    static boolean isPlainWord(int kinds) {
        int odd = Chars.BEYOND_ASCII | Chars.DIGIT;
        boolean mixed = (kinds & Chars.CAPITAL) != 0 && (kinds & Chars.SMALL) != 0;
        return (kinds & odd) == 0 && (kinds & Chars.BREAK) == 0 && !mixed;
    }

    /** Whether at most the first character is a letter. */
    static boolean hasNoLetters(int kinds) {
        return (kinds & (Chars.SMALL | Chars.CAPITAL | Chars.BEYOND_ASCII)) == 0;
    }

    static boolean hasAccent(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) >= OddCharacters.ASCII) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasSmallBeside(String text, int index, int end) {
        return Character.isLowerCase(text.charAt(index - 1))
                || (index + 1 < end && Character.isLowerCase(text.charAt(index + 1)));
    }

    /** Whether a character of a token belongs to words in the Latin script. */
    static boolean isLatinPart(String text, int index) {
        char c = text.charAt(index);
        return c < LATIN_END || (c >= MORE_LATIN && c < MORE_LATIN_END);
    }

    /** Where the pieces between dots start. */
    static List<Integer> dotted(String text, int start, int end) {
        List<Integer> starts = new ArrayList<>();
        starts.add(text.charAt(start) == '.' ? start + 1 : start);
        for (int i = start + 1; i < end; i++) {
            if (text.charAt(i) == '.') {
                starts.add(i + 1);
            }
        }
        return starts;
    }

    /** Where the words start that begin with capitals: {@code SQL|Server}, {@code machine|Learning}. */
    static List<Integer> capitals(String text, int start, int end) {
        List<Integer> starts = new ArrayList<>();
        for (int i = start; i < end; i = nextCapital(text, i, end)) {
            starts.add(i);
        }
        return starts;
    }

    /** Where the next word starts that begins with a capital, or the end. */
    static int nextCapital(String text, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            boolean afterSmall = !Character.isUpperCase(text.charAt(i - 1));
            boolean beforeSmall = i + 1 < end && Character.isLowerCase(text.charAt(i + 1));
            if (Character.isUpperCase(text.charAt(i)) && (afterSmall || beforeSmall)) {
                return i;
            }
        }
        return end;
    }

    /**
     * Whether a token with dots is a name of the web or of code, not sentences that are glued together: it ends with a
     * top-level domain in the case of the whole token, begins with one, or begins with a single letter
     * ({@code b.tech}).
     */
    static boolean isAddress(String text, int start, int end) {
        String token = text.substring(start, end);
        String lower = LowerCase.of(token);
        String last = token.substring(token.lastIndexOf('.') + 1);
        boolean oneCase = last.equals(LowerCase.of(last)) || token.equals(token.toUpperCase(Locale.ROOT));
        int first = token.indexOf('.');
        return lower.startsWith("www.")
                || lower.startsWith("com.")
                || lower.startsWith("org.")
                || (first == 1 && Character.isLetter(token.charAt(0)))
                || (oneCase && first > 0 && WebAddresses.TOP_DOMAINS.contains(LowerCase.of(last)));
    }
}
