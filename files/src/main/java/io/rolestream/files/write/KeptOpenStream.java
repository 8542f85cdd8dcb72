package io.rolestream.files.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Ignores flush and close, so that {@link LabelOutput} decides when bytes go out and the file is complete, not a
 * format's library.
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
