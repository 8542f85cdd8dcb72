package io.rolestream.files.bytes;

import java.io.IOException;

/** Each line that isn't blank is a record. */
public final class LineSplitter extends RecordSplitter {

    public LineSplitter(ByteInput in) {
        super(in, true);
    }

    @Override
    public boolean next() throws IOException {
        do {
            if (in.peek() == ByteInput.END) {
                return false;
            }
            begin();
            for (int next = in.read(); next != '\n' && next != ByteInput.END; next = in.read()) {
                bytes.add(next);
            }
        } while (bytes.isBlank());
        return true;
    }
}
