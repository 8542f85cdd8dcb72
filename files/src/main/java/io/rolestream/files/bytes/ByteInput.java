package io.rolestream.files.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads bytes one by one, and counts lines, which end in LF, CR LF or CR. */
public final class ByteInput implements Closeable {

    static final int END = -1;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long line = 1;
    private boolean afterReturn;

    public ByteInput(InputStream in) {
        this.in = in;
    }

    /** @return 0 to 255, or {@link #END} */
    int read() throws IOException {
        int next = peek();
        if (next == END) {
            return END;
        }
        position++;
        if (next == '\r' || (next == '\n' && !afterReturn)) {
            line++;
        }
        afterReturn = next == '\r';
        return next;
    }

    /** As {@link #read}, without advancing. */
    int peek() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            if (limit == 0) {
                return END;
            }
        }
        return buffer[position] & 0xFF;
    }

    /** The line of the next byte, from 1. */
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
