package io.rolestream.files.bytes;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a delimited table (RFC 4180, with any delimiter, and LF, CR LF or CR between records).
 *
 * <p>Common parsers stop at the first malformed record. This one reports the problem, finds the next record, and
 * buffers at most {@link RecordBytes#MAX_BYTES} of each. Only a longer quoted field ends it: its closing quote is most
 * likely missing, so the beginning of the next record is unknown. The parser works on bytes, since all special
 * characters are ASCII, and decodes only the requested columns.
 */
public final class TableParser {

    /** For a table of one column, in which a whole line is the field. */
    public static final int NO_DELIMITER = -2;

    private static final int MAX_FIELDS = 10_000;

    private final ByteInput in;
    private final int delimiter;
    private final RecordBytes bytes = new RecordBytes();
    private int[] ends = new int[32];
    private int fieldCount;
    private long line;
    private @Nullable String problem;

    public TableParser(ByteInput in, int delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    /**
     * Goes to the next record that isn't a blank line.
     *
     * @return false at the end
     * @throws InputException if a quoted field is too long
     */
    public boolean next() throws IOException {
        do {
            if (in.peek() == ByteInput.END) {
                return false;
            }
            bytes.clear();
            fieldCount = 0;
            problem = null;
            line = in.line();
            boolean more = true;
            while (more) {
                more = in.peek() == '"' ? readQuoted() : readPlain();
                endField();
            }
        } while (fieldCount == 1 && bytes.isBlank() && !bytes.overflowed());
        return true;
    }

    /** @return whether another field follows */
    private boolean readPlain() throws IOException {
        while (true) {
            int next = in.read();
            if (next == delimiter) {
                return true;
            }
            if (next == '\n' || next == '\r' || next == ByteInput.END) {
                endRecord(next);
                return false;
            }
            bytes.add(next);
        }
    }

    /** Two quotes stand for one; returns whether another field follows. */
    private boolean readQuoted() throws IOException {
        long quoteLine = in.line();
        in.read();
        for (int length = 0; ; length++) {
            int next = in.read();
            if (next == ByteInput.END) {
                note("the quote opened on line "
                        + quoteLine
                        + " is never closed; the rest of the file was read as part of it");
                return false;
            }
            if (next == '"') {
                if (in.peek() != '"') {
                    break;
                }
                in.read();
            }
            if (length >= RecordBytes.MAX_BYTES) {
                throw new InputException("the quote opened on line "
                        + quoteLine
                        + " is not closed within 4 MiB; close it, or double each quote that is part of a value");
            }
            bytes.add(next);
        }
        int after = in.peek();
        if (after != delimiter && after != '\n' && after != '\r' && after != ByteInput.END) {
            note("characters after the closing quote of a value; double each quote inside quotes");
        }
        return readPlain();
    }

    private void endRecord(int end) throws IOException {
        if (end == '\r' && in.peek() == '\n') {
            in.read();
        }
    }

    private void endField() {
        if (fieldCount < MAX_FIELDS) {
            if (fieldCount == ends.length) {
                ends = Arrays.copyOf(ends, ends.length * 2);
            }
            ends[fieldCount] = bytes.length();
        }
        fieldCount++;
        if (bytes.overflowed()) {
            note(RecordBytes.TOO_LARGE);
        } else if (fieldCount > MAX_FIELDS) {
            note("more than " + MAX_FIELDS + " columns");
        }
    }

    private void note(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    /** What is wrong with the record, or null. */
    @Nullable
    public String problem() {
        return problem;
    }

    /** The record's first line, from 1. */
    public long line() {
        return line;
    }

    public int fieldCount() {
        return fieldCount;
    }

    /** Null if it is not valid UTF-8. Only for records without a problem. */
    @Nullable
    public String field(int index) {
        return bytes.text(index == 0 ? 0 : ends[index - 1], ends[index]);
    }
}
