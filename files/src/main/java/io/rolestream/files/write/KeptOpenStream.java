package io.rolestream.files.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that its user can neither flush nor close: when bytes go out, and when the file is put onto the disk, is for
 * {@link LabelOutput} to say, whatever a format's library does on its own.
 */
final class KeptOpenStream extends FilterOutputStream {

    KeptOpenStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
