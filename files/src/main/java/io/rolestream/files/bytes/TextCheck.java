package io.rolestream.files.bytes;

/** Tells text from binary data by a sample, so that a binary file is refused as a whole instead of row by row. */
public final class TextCheck {

    /** Binary data exceeds one control character in so many bytes, text in another encoding doesn't. */
    private static final int CONTROL_SHARE = 20;

    private static final int INVALID_SHARE = 4;

    private TextCheck() {}

    /** @throws InputException if the sample is not text, or in an unsupported encoding */
    public static void requireText(byte[] head) {
        int nulls = 0;
        int controls = 0;
        int invalid = 0;
        for (int i = 0; i < head.length; i++) {
            int next = head[i] & 0xFF;
            nulls += next == 0 ? 1 : 0;
            controls += (next < ' ' && !RecordBytes.isWhiteSpace(next)) || next == 0x7F ? 1 : 0;
            int tail = tailLength(next);
            if (tail == INVALID) {
                invalid++;
            } else if (tail > 0 && i + tail < head.length) {
                if (hasTail(head, i, tail)) {
                    i += tail;
                } else {
                    invalid++;
                }
            }
        }
        if (nulls > 0) {
            throw new InputException("this is not text (it contains NUL bytes): a binary file, or UTF-16 without a"
                    + " byte order mark; "
                    + FileKind.EXPECTED);
        }
        if (controls * CONTROL_SHARE > head.length || invalid * INVALID_SHARE > head.length) {
            throw new InputException(
                    "this is not UTF-8 text but a binary file or another encoding; " + FileKind.EXPECTED);
        }
    }

    private static final int INVALID = -1;

    private static int tailLength(int first) {
        if (first < 0x80) {
            return 0;
        }
        if (first < 0xC2 || first > 0xF4) {
            return INVALID;
        }
        return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    }

    private static boolean hasTail(byte[] head, int at, int length) {
        for (int i = 1; i <= length; i++) {
            if ((head[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
