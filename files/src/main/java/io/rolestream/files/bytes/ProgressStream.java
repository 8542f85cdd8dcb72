package io.rolestream.files.bytes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes read. One thread reads; any thread may ask for the count. */
public final class ProgressStream extends FilterInputStream {

    private volatile long bytesRead;

    public ProgressStream(InputStream in) {
        super(in);
    }

    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            bytesRead += count;
        }
        return count;
    }
}
