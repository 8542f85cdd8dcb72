package io.rolestream.files.bytes;

import java.io.IOException;

/**
 * Each element of one JSON array is a record. An element ends at the first comma outside of brackets and strings, so a
 * broken element whose brackets balance does not affect the others.
 */
public final class ArraySplitter extends RecordSplitter {

    private final int wrappedAt;
    private boolean begun;
    private boolean ended;

    public ArraySplitter(ByteInput in) {
        this(in, -1);
    }

    /** @param wrappedAt where the array begins in an object that wraps it, in bytes; -1 if it is the whole text */
    public ArraySplitter(ByteInput in, int wrappedAt) {
        super(in, false);
        this.wrappedAt = wrappedAt;
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            for (int skipped = 0; skipped < wrappedAt; skipped++) {
                in.read();
            }
            skipWhiteSpace();
            in.read(); // the opening bracket, by which the format was found
            begun = true;
        }
        if (ended) {
            return false;
        }
        skipWhiteSpace();
        begin();
        readElement();
        if (!ended) {
            return true;
        }
        if (wrappedAt < 0) {
            requireEnd();
        }
        return !bytes.isBlank();
    }

    private void readElement() throws IOException {
        int depth = 0;
        while (true) {
            int next = in.read();
            if (next == ByteInput.END) {
                throw new InputException("the JSON array ends too early, in the element that begins on line "
                        + line()
                        + "; the file may be cut short, or a bracket or quote is missing in that element");
            }
            if (depth == 0 && next == ',') {
                return;
            }
            if (next == ']' && depth == 0) {
                ended = true;
                return;
            }
            bytes.add(next);
            if (next == '"') {
                readString();
            } else if (next == '{' || next == '[') {
                depth++;
            } else if ((next == '}' || next == ']') && depth > 0) {
                depth--;
            }
        }
    }

    private void readString() throws IOException {
        int next = 0;
        while (next != '"' && next != ByteInput.END) {
            next = in.read();
            if (next == '\\') {
                bytes.add(next);
                next = in.read();
                if (next == '"') {
                    bytes.add(next);
                    next = 0;
                    continue;
                }
            }
            if (next != ByteInput.END) {
                bytes.add(next);
            }
        }
    }

    private void requireEnd() throws IOException {
        skipWhiteSpace();
        if (in.peek() != ByteInput.END) {
            throw new InputException("line "
                    + in.line()
                    + ": more data after the end of the JSON array; "
                    + "put everything into one array, or one object on each line");
        }
    }

    private void skipWhiteSpace() throws IOException {
        while (RecordBytes.isWhiteSpace(in.peek())) {
            in.read();
        }
    }
}
