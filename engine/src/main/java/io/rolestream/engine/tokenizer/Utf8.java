package io.rolestream.engine.tokenizer;

/** Text to UTF-8, always well-formed: an unpaired surrogate becomes U+FFFD. */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Writes {@code text[start, end)} into a buffer; returns the number of bytes, or -1 if they don't fit. */
    public static int encode(String text, int start, int end, byte[] buffer) {
        int length = 0;
        int i = start;
        while (i < end) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isSurrogate(codePoint)) {
                codePoint = REPLACEMENT;
            }
            if (length + 4 > buffer.length) {
                return -1;
            }
            if (codePoint < 0x80) {
                buffer[length++] = (byte) codePoint;
            } else if (codePoint < 0x800) {
                buffer[length++] = (byte) (0xC0 | (codePoint >> 6));
                buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
            } else if (codePoint < 0x10000) {
                buffer[length++] = (byte) (0xE0 | (codePoint >> 12));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
            } else {
                buffer[length++] = (byte) (0xF0 | (codePoint >> 18));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
            }
        }
        return length;
    }

    /** The text itself, or a copy in which U+FFFD stands for each unpaired surrogate. */
    static String wellFormed(String text) {
        int i = 0;
        while (i < text.length() && !isUnpairedAt(text, i)) {
            i += Character.charCount(text.codePointAt(i));
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder copy = new StringBuilder(text);
        for (; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isUnpairedAt(text, i)) {
                copy.setCharAt(i, REPLACEMENT);
            }
        }
        return copy.toString();
    }

    private static boolean isUnpairedAt(String text, int index) {
        return isSurrogate(text.codePointAt(index));
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
