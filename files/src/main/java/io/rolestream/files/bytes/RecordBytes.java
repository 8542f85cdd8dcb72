package io.rolestream.files.bytes;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of one record, reused for the next. Keeps at most {@link #MAX_BYTES}. */
public final class RecordBytes {

    /** 4 MiB; a larger record is skipped. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    public static final String TOO_LARGE = "larger than 4 MiB, skipped";

    private static final int INITIAL_BYTES = 4 * 1024;
    private static final int KEPT_BYTES = 256 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private boolean overflowed;

    void clear() {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        length = 0;
        overflowed = false;
    }

    void add(int value) {
        if (length == bytes.length) {
            if (length == MAX_BYTES) {
                overflowed = true;
                return;
            }
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, length * 2));
        }
        bytes[length++] = (byte) value;
    }

    public int length() {
        return length;
    }

    public boolean overflowed() {
        return overflowed;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (!isWhiteSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** @return null if it is not valid UTF-8 */
    @Nullable
    public String text(int from, int to) {
        return Utf8Bytes.decode(bytes, from, to - from);
    }

    /** As JSON defines it. */
    public static boolean isWhiteSpace(int value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
    }
}
