package io.rolestream.files.bytes;

import java.io.IOException;

/** Each line that isn't blank is a record. */
public final class LineSplitter implements RecordSplitter {

    private final ByteInput in;
    private final RecordBytes bytes = new RecordBytes();
    private long line;

    public LineSplitter(ByteInput in) {
        this.in = in;
    }

    @Override
    public boolean next() throws IOException {
        do {
            if (in.peek() == ByteInput.END) {
                return false;
            }
            bytes.clear();
            line = in.line();
            for (int next = in.read(); next != '\n' && next != ByteInput.END; next = in.read()) {
                bytes.add(next);
            }
        } while (bytes.isBlank());
        return true;
    }

    @Override
    public RecordBytes bytes() {
        return bytes;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public boolean isByLine() {
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
