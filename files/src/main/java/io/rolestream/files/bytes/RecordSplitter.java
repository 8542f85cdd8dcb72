package io.rolestream.files.bytes;

import java.io.Closeable;
import java.io.IOException;

/**
 * Cuts a stream into JSON records without understanding them, so that a broken one doesn't harm the
 * next.
 */
public sealed interface RecordSplitter extends Closeable permits LineSplitter, ArraySplitter {

    /**
     * Goes to the next record.
     *
     * @return false at the end
     * @throws InputException if what follows can't be cut
     */
    boolean next() throws IOException;

    /** The record's bytes, valid until the next call of {@link #next}. */
    RecordBytes bytes();

    /** The line that the record begins on, from 1. */
    long line();

    /** Whether each record is one line, so that a column says enough about a place in it. */
    boolean isByLine();
}
