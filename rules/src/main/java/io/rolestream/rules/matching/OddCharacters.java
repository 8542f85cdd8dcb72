package io.rolestream.rules.matching;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** How single characters are written plainly: Unicode's compatibility forms (NFKC), and what that leaves out. */
final class OddCharacters {
    static final int ASCII = 128;
    static final int SOFT_HYPHEN = 0xAD;

    private static final int LATIN_END = 0x250;
    private static final int CJK_START = 0x4E00;
    private static final int CJK_END = 0xD7A4;
    private static final int LAST_IDEOGRAPH = 0x9FFF;
    private static final int FIRST_SYLLABLE = 0xAC00;
    private static final String BREAKS =
            "\u2022\u00B7\u3001\u3002\uFF64\uFF61\u060C\u061B\u061F\u06D4\u0964\u30FB\u3010\u3011\u300A\u300B\u3008"
                    + "\u3009\u300C\u300D\u300E\u300F\u2023\u2043\u2219\u22C5\u2026\u2028\u2029\u0085";
    /** Signs that NFKC would glue to the word before them as letters. */
    private static final String MARKS_OF_TRADE = "\u2122\u2120\u00AE\u00A9\u2116";
    /** Small capitals, which have no compatibility form, and the letters they show. */
    private static final String SMALL_CAPITALS =
            "\u1D00\u0299\u1D04\u1D05\u1D07\uA730\u0262\u029C\u026A\u1D0A\u1D0B\u029F"
                    + "\u1D0D\u0274\u1D0F\u1D18\u0280\uA731\u1D1B\u1D1C\u1D20\u1D21\u028F\u1D22";

    private static final String SMALL_LETTERS = "abcdefghijklmnoprstuvwyz";
    /** First code points of alphabets of circled and squared letters without compatibility forms. */
    private static final int[] BOXED = {0x1F150, 0x1F170};

    private OddCharacters() {}

    /** Whether a character beyond ASCII may have to be rewritten. */
    static boolean mayBeOdd(char c) {
        int type = Character.getType(c);
        boolean separates = type == Character.SPACE_SEPARATOR || type == Character.OTHER_NUMBER || isBreak(c);
        boolean ordinary = separates || (c >= CJK_START && c < CJK_END) || MARKS_OF_TRADE.indexOf(c) >= 0;
        return !ordinary && (plain(c) != null || Mojibake.isLead(c) || Character.isSurrogate(c));
    }

    /** Whether a character beyond ASCII may be written in another way, also if that changes no keyword. */
    static boolean mayBeRewritten(char c) {
        boolean isIdeograph = c >= CJK_START && c <= LAST_IDEOGRAPH;
        boolean isSyllable = c >= FIRST_SYLLABLE && c < CJK_END;
        return !isIdeograph
                && !isSyllable
                && (Mojibake.isLead(c) || Character.isSurrogate(c) || isCombining(c) || isOtherwise(plain(c), c));
    }

    private static boolean isOtherwise(@Nullable String written, char c) {
        return written != null && !(written.length() == 1 && written.charAt(0) == c);
    }

    /** Whether a character beyond ASCII ends a phrase: punctuation as a comma does, and signs used as bullets. */
    static boolean isBreak(char c) {
        boolean isShape = (c >= '\u2190' && c <= '\u21FF') || (c >= '\u25A0' && c <= '\u25FF');
        boolean isDingbat = c >= '\u2700' && c <= '\u27BF';
        boolean isCircled = c >= '\u2460' && c <= '\u249B';
        boolean isPrivate = Character.getType(c) == Character.PRIVATE_USE;
        return isShape || isDingbat || isCircled || isPrivate || BREAKS.indexOf(c) >= 0;
    }

    /** Whether a character that may be odd is, where it stands. */
    static boolean isOdd(String text, int index) {
        return !Mojibake.isLead(text.charAt(index)) || Mojibake.isAt(text, index);
    }

    static boolean isLatin(char c) {
        return c < LATIN_END && Character.isLetter(c);
    }

    /** Whether the character only changes the one before it. */
    static boolean isCombining(char c) {
        int type = Character.getType(c);
        boolean isVowelOrFinal = c >= '\u1161' && c <= '\u11FF';
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || isVowelOrFinal;
    }

    /** Whether a combining character says nothing that a Latin letter could not do without. */
    static boolean isLatinMark(char c) {
        return (c >= '\u0300' && c <= '\u036F')
                || (c >= '\u1AB0' && c <= '\u1AFF')
                || (c >= '\u1DC0' && c <= '\u1DFF')
                || (c >= '\u20D0' && c <= '\u20FF')
                || (c >= '\uFE00' && c <= '\uFE2F');
    }

    /** How a code point is written plainly, maybe not at all; null if it is plain. */
    static @Nullable String plain(int codePoint) {
        String special = codePoint <= Character.MAX_VALUE ? special((char) codePoint) : boxed(codePoint);
        if (special != null) {
            return special;
        }
        String text = Character.toString(codePoint);
        switch (Character.getType(codePoint)) {
            case Character.FORMAT -> {
                return "";
            }
            case Character.OTHER_NUMBER -> {
                return " ";
            }
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> {
                return text;
            }
            default -> {
                if (codePoint <= Character.MAX_VALUE && isCombining((char) codePoint)) {
                    return text;
                }
            }
        }
        if (Normalizer.isNormalized(text, Normalizer.Form.NFKC)) {
            return null;
        }
        String written = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String again = written.length() == 1 ? special(written.charAt(0)) : null;
        return again == null ? written : again;
    }

    private static @Nullable String special(char c) {
        if (c == '\u266F') {
            return "#";
        }
        if (c == '\u2010' || c == '\u2011') {
            return "-";
        }
        if (c == '\u115F' || c == '\u1160' || c == '\u3164' || c == '\uFFA0') {
            return "";
        }
        if (isBreak(c)) {
            return "\u2022";
        }
        if (MARKS_OF_TRADE.indexOf(c) >= 0) {
            return " ";
        }
        int small = SMALL_CAPITALS.indexOf(c);
        return small < 0 ? null : SMALL_LETTERS.substring(small, small + 1);
    }

    private static @Nullable String boxed(int codePoint) {
        for (int first : BOXED) {
            if (codePoint >= first && codePoint < first + 26) {
                return Character.toString('A' + codePoint - first);
            }
        }
        return null;
    }
}
