package io.rolestream.files.bytes;

import java.io.Closeable;
import java.io.IOException;

/** Cuts a stream into JSON records without understanding them, so that a broken one doesn't harm the next. */
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
     * Goes to the next record.
     *
     * @return false at the end
     * @throws InputException if what follows can't be cut
     */
    public abstract boolean next() throws IOException;

    /** Notes that a record begins here. */
    void begin() {
        bytes.clear();
        line = in.line();
    }

    /** The record's bytes, valid until the next call of {@link #next}. */
    public RecordBytes bytes() {
        return bytes;
    }

    /** The line that the record begins on, from 1. */
    public long line() {
        return line;
    }

    /** Whether each record is one line, so that a column says enough about a place in it. */
    public boolean isByLine() {
        return byLine;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
