package io.rolestream.files.bytes;

/** Tells text from binary data by a sample, so that a binary file is refused as a whole instead of row by row. */
public final class TextCheck {

    /** Binary data exceeds one control character in so many bytes, text in another encoding doesn't. */
    private static final int CONTROL_SHARE = 20;

    private static final int INVALID_SHARE = 4;

    private TextCheck() {}

    /**
     * What a sample consists of.
     *
     * @param valid sequences of several bytes that are UTF-8
     * @param invalid bytes that are not
     */
    record Counts(int nulls, int controls, int valid, int invalid) {
        /** Whether there are more control characters than text has. */
        boolean isBinary(int length) {
            return controls * CONTROL_SHARE > length;
        }
    }

    /** @throws InputException if the sample is not text, or in an unsupported encoding */
    public static void requireText(byte[] head) {
        Counts counts = count(head);
        if (counts.nulls() > 0) {
            throw new InputException("this is not text (it contains NUL bytes): a binary file, or UTF-16 without a"
                    + " byte order mark (name it with --encoding UTF-16LE); "
                    + FileKind.EXPECTED);
        }
        if (counts.isBinary(head.length) || counts.invalid() * INVALID_SHARE > head.length) {
            throw new InputException(
                    "this is not UTF-8 text but a binary file or an encoding that could not be detected;"
                            + " name it with --encoding; " + FileKind.EXPECTED);
        }
    }

    static Counts count(byte[] head) {
        int nulls = 0;
        int controls = 0;
        int valid = 0;
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
                    valid++;
                    i += tail;
                } else {
                    invalid++;
                }
            }
        }
        return new Counts(nulls, controls, valid, invalid);
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
