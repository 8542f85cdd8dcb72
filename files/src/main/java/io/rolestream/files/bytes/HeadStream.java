package io.rolestream.files.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream with a look-ahead at its beginning. */
public final class HeadStream extends InputStream {

    /** Enough for every magic number and a sample of the text. */
    private static final int HEAD_BYTES = 8192;

    private final InputStream in;
    private byte[] ahead;
    private int position;

    private HeadStream(InputStream in, byte[] ahead) {
        this.in = in;
        this.ahead = ahead;
    }

    /** Reads the beginning; of a slow stream only the first lines, so that rows don't wait for it. */
    public static HeadStream of(InputStream in) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        int length = 0;
        boolean line = false;
        while (length < head.length && !(line && in.available() == 0)) {
            int count = in.read(head, length, head.length - length);
            if (count < 0) {
                break;
            }
            for (int i = length; i < length + count; i++) {
                line |= head[i] == '\n';
            }
            length += count;
        }
        return new HeadStream(in, Arrays.copyOf(head, length));
    }

    /** The part that was looked at and is not yet read. */
    public byte[] head() {
        return Arrays.copyOfRange(ahead, position, ahead.length);
    }

    @Override
    public int read() throws IOException {
        return position < ahead.length ? ahead[position++] & 0xFF : in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == ahead.length) {
            return in.read(target, offset, length);
        }
        int count = Math.min(length, ahead.length - position);
        System.arraycopy(ahead, position, target, offset, count);
        position += count;
        return count;
    }

    /**
     * Waits for a byte and returns 0 only at the end. {@link java.util.zip.GZIPInputStream} takes 0 after a member for
     * the end of the file, and would lose the rest of a slow pipe.
     */
    @Override
    public int available() throws IOException {
        if (position == ahead.length) {
            int next = in.read();
            ahead = next < 0 ? new byte[0] : new byte[] {(byte) next};
            position = 0;
        }
        return ahead.length - position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
