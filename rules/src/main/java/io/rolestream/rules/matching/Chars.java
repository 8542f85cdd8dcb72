package io.rolestream.rules.matching;

/**
 * The character classes of {@link TokenCursor}, as flags in one table. Text is read by UTF-16 code units: a character
 * outside the Basic Multilingual Plane (an emoji, a styled letter) is not a letter and only separates tokens.
 */
final class Chars {
    /** A letter or digit. */
    static final int WORD = 1;
    /** An ASCII digit. */
    static final int DIGIT = 2;

    static final int CAPITAL = 4;
    /** A letter or digit that is neither a capital nor an ASCII digit. */
    static final int SMALL = 8;

    static final int BEYOND_ASCII = 16;
    /** No phrase spans the character. */
    static final int BREAK = 32;
    /** May be part of what {@link PlainWriting} changes. */
    static final int SUSPECT = 64;

    static final int LINE_END = 128;
    /** {@link PlainWriting} may write the character in another way. */
    static final int REWRITTEN = 256;

    private static final int ASCII = 128;
    private static final String BREAKS = ",;|:\n\r\t\f\u000B()[]{}!?.";
    private static final String SUSPECTS = "&<\\@:/#+";
    private static final int KINDS = 0xFFFF;
    /** Each character's flags, and above them, in the upper 16 bits, its lower case. */
    private static final int[] TABLE = new int[1 << Character.SIZE];

    static {
        for (int c = 0; c < TABLE.length; c++) {
            TABLE[c] = kindOf((char) c) | Character.toLowerCase((char) c) << Character.SIZE;
        }
    }

    private Chars() {}

    private static int kindOf(char c) {
        int kind = c < ASCII ? 0 : BEYOND_ASCII;
        if (Character.isLetterOrDigit(c)) {
            boolean digit = c >= '0' && c <= '9';
            kind |= WORD | (digit ? DIGIT : Character.isUpperCase(c) ? CAPITAL : SMALL);
        }
        kind |= (c < ASCII ? BREAKS.indexOf(c) >= 0 : OddCharacters.isBreak(c)) ? BREAK : 0;
        boolean suspect = c < ASCII ? SUSPECTS.indexOf(c) >= 0 : OddCharacters.mayBeOdd(c);
        boolean rewritten = c < ASCII ? suspect : OddCharacters.mayBeRewritten(c);
        return kind | (suspect ? SUSPECT : 0) | (rewritten ? REWRITTEN : 0) | (c == '\n' ? LINE_END : 0);
    }

    /** The character's flags in the lower 16 bits, and its {@link #lowerOf lower case}. */
    static int entry(char c) {
        return TABLE[c];
    }

    /** The lower case of the character that an entry, whatever its flags, belongs to. */
    static char lowerOf(int entry) {
        return (char) (entry >>> Character.SIZE);
    }

    /** The character's flags. */
    static int kind(char c) {
        return TABLE[c] & KINDS;
    }

    /** Whether the character is a letter or digit. */
    static boolean isWord(char c) {
        return (TABLE[c] & WORD) != 0;
    }

    static char lower(char c) {
        return lowerOf(TABLE[c]);
    }
}
