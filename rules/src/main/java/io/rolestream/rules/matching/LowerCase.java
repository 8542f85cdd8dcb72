package io.rolestream.rules.matching;

/**
 * Unicode's full lower-casing, one code point at a time and independent of the locale; the same text as Python's
 * {@code str.lower()}. Only two code points need more than their simple mapping: capital I with a dot above becomes two
 * characters, and capital sigma depends on the characters around it ({@code String.toLowerCase} differs from Unicode
 * there, in that it looks at words).
 */
public final class LowerCase {
    /** Becomes an "i" and {@link #COMBINING_DOT_ABOVE}. */
    static final char CAPITAL_I_WITH_DOT = '\u0130';

    static final char COMBINING_DOT_ABOVE = '\u0307';

    private static final int CAPITAL_SIGMA = 0x03A3;
    private static final int SMALL_SIGMA = 0x03C3;
    private static final int FINAL_SIGMA = 0x03C2;
    private static final String MIDDLE_OF_WORDS =
            "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    private LowerCase() {}

    /** The lower case of the code point at a place in a text; for {@link #CAPITAL_I_WITH_DOT} the "i" alone. */
    static int at(String text, int index) {
        int codePoint = text.codePointAt(index);
        if (codePoint == CAPITAL_SIGMA) {
            return isFinal(text, index) ? FINAL_SIGMA : SMALL_SIGMA;
        }
        return Character.toLowerCase(codePoint);
    }

    public static String of(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            lower.appendCodePoint(at(text, i));
            if (text.charAt(i) == CAPITAL_I_WITH_DOT) {
                lower.append(COMBINING_DOT_ABOVE);
            }
        }
        return lower.toString();
    }

    /** Unicode's Final_Sigma: a cased letter before it and none after it, not counting what is case-ignorable. */
    private static boolean isFinal(String text, int index) {
        int before = index;
        while (before > 0 && isCaseIgnorable(text.codePointBefore(before))) {
            before -= Character.charCount(text.codePointBefore(before));
        }
        if (before == 0 || !isCased(text.codePointBefore(before))) {
            return false;
        }
        int after = index + 1;
        while (after < text.length() && isCaseIgnorable(text.codePointAt(after))) {
            after += Character.charCount(text.codePointAt(after));
        }
        return after == text.length() || !isCased(text.codePointAt(after));
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static boolean isCaseIgnorable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> MIDDLE_OF_WORDS.indexOf(codePoint) >= 0;
        };
    }
}
