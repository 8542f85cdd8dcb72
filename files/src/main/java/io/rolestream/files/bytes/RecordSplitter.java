package io.rolestream.files.bytes;

import java.io.Closeable;
import java.io.IOException;

/** Cuts a stream into JSON records without parsing them, so that a broken one doesn't affect the next. */
public abstract sealed class RecordSplitter implements Closeable permits LineSplitter, ArraySplitter {

    final ByteInput in;
    final RecordBytes bytes = new RecordBytes();
    private final boolean byLine;
    private long line;

    RecordSplitter(ByteInput in, boolean byLine) {
        this.in = in;
        this.byLine = byLine;
    }

    /**
     * @return false at the end
     * @throws InputException if the rest can't be cut
     */
    public abstract boolean next() throws IOException;

    void begin() {
        bytes.clear();
        line = in.line();
    }

    /** Valid until the next call of {@link #next}. */
    public RecordBytes bytes() {
        return bytes;
    }

    /** The record's first line, from 1. */
    public long line() {
        return line;
    }

    /** Whether each record is one line, so that a column is enough to locate an error in it. */
    public boolean isByLine() {
        return byLine;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
