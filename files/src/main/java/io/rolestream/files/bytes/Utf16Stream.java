package io.rolestream.files.bytes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Turns UTF-16 into UTF-8. Invalid UTF-16 (half a surrogate pair, an odd byte at the end) becomes the byte 0xFF, which
 * is invalid in UTF-8 too, so that its row is reported.
 */
public final class Utf16Stream extends InputStream {

    private static final int NONE = -1;
    private static final int INVALID = -2;

    private final InputStream in;
    private final boolean bigEndian;
    private final byte[] pending = new byte[4];
    private int pendingStart;
    private int pendingEnd;
    private int pushedBack = NONE;

    public Utf16Stream(InputStream in, boolean bigEndian) {
        this.in = new BufferedInputStream(in);
        this.bigEndian = bigEndian;
    }

    @Override
    public int read() throws IOException {
        if (pendingStart == pendingEnd && !encodeNext()) {
            return -1;
        }
        return pending[pendingStart++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            if (pendingStart == pendingEnd && !encodeNext()) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = pending[pendingStart++];
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return pendingEnd - pendingStart + in.available() / 2;
    }

    private boolean encodeNext() throws IOException {
        int unit = nextUnit();
        if (unit == NONE) {
            return false;
        }
        int codePoint = unit;
        if (unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE) {
            codePoint = INVALID;
        } else if (unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE) {
            int low = nextUnit();
            if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
                codePoint = Character.toCodePoint((char) unit, (char) low);
            } else {
                pushedBack = low;
                codePoint = INVALID;
            }
        }
        encode(codePoint);
        return true;
    }

    private int nextUnit() throws IOException {
        if (pushedBack != NONE) {
            int unit = pushedBack;
            pushedBack = NONE;
            return unit;
        }
        int first = in.read();
        if (first < 0) {
            return NONE;
        }
        int second = in.read();
        if (second < 0) {
            return INVALID;
        }
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    private void encode(int codePoint) {
        pendingStart = 0;
        if (codePoint == INVALID) {
            pending[0] = (byte) 0xFF;
            pendingEnd = 1;
        } else if (codePoint < 0x80) {
            pending[0] = (byte) codePoint;
            pendingEnd = 1;
        } else if (codePoint < 0x800) {
            pending[0] = (byte) (0xC0 | codePoint >> 6);
            tail(codePoint, 1);
        } else if (codePoint < 0x10000) {
            pending[0] = (byte) (0xE0 | codePoint >> 12);
            tail(codePoint, 2);
        } else {
            pending[0] = (byte) (0xF0 | codePoint >> 18);
            tail(codePoint, 3);
        }
    }

    private void tail(int codePoint, int count) {
        for (int i = 1; i <= count; i++) {
            pending[i] = (byte) (0x80 | ((codePoint >> (6 * (count - i))) & 0x3F));
        }
        pendingEnd = count + 1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
