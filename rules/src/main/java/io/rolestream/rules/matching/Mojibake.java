package io.rolestream.rules.matching;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * UTF-8 that was decoded as windows-1252 or ISO 8859-1: each character of several bytes became as many characters. Only
 * sequences that are valid UTF-8 and stand for Latin letters, punctuation or symbols are undone; no language writes
 * them as words.
 */
final class Mojibake {
    private static final int NONE = -1;
    private static final int FIRST_UPPER = 0x80;
    private static final int FIRST_LATIN = 0xA0;
    private static final int PAST_TAILS = 0xC0;
    private static final char UNDEFINED = '\uFFFD';
    private static final char LEFT_OVER = '\u00C2';
    private static final Map<Character, Integer> WINDOWS_BYTES = new HashMap<>();

    static {
        Charset windows = Charset.forName("windows-1252");
        for (int b = FIRST_UPPER; b < FIRST_LATIN; b++) {
            String decoded = new String(new byte[] {(byte) b}, windows);
            if (decoded.charAt(0) != UNDEFINED) {
                WINDOWS_BYTES.put(decoded.charAt(0), b);
            }
        }
    }

    private Mojibake() {}

    /** Whether a sequence can begin with the character: one of a Latin letter, punctuation, or a symbol. */
    static boolean isLead(char c) {
        return (c >= 0xC2 && c <= 0xC5) || c == 0xE2 || c == 0xEF || c == 0xF0;
    }

    /** Whether something has to be undone at a place. */
    static boolean isAt(String text, int index) {
        return length(text, index) > 0 || isLeftOver(text, index);
    }

    /** The length of the sequence that begins at a place, or 0. */
    static int length(String text, int index) {
        char first = text.charAt(index);
        if (!isLead(first)) {
            return 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        return index + length <= text.length() && decoded(text, index, length) > 0 ? length : 0;
    }

    /** The code point that a sequence stands for, or -1. */
    static int decoded(String text, int index, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int b = i == 0 ? text.charAt(index) : tail(text.charAt(index + i));
            if (b == NONE) {
                return NONE;
            }
            bytes[i] = (byte) b;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .codePointAt(0);
        } catch (CharacterCodingException e) {
            return NONE;
        }
    }

    /** What is left of a no-break space after a word if its second half was read as white space. */
    static boolean isLeftOver(String text, int index) {
        return text.charAt(index) == LEFT_OVER
                && index > 0
                && Character.isLowerCase(text.charAt(index - 1))
                && (index + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(index + 1)));
    }

    private static int tail(char c) {
        if (c >= FIRST_UPPER && c < PAST_TAILS) {
            return c;
        }
        return WINDOWS_BYTES.getOrDefault(c, NONE);
    }
}
