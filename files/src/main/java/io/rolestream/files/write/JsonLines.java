package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Writes one JSON object on each line. */
public abstract class JsonLines {
    private final Writer out;
    private final JsonGenerator json;

    protected JsonLines(Writer out) {
        this.out = out;
        try {
            json = new JsonFactory().createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.setRootValueSeparator(null);
    }

    @FunctionalInterface
    protected interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** @throws UncheckedIOException if it cannot be written */
    protected final void write(Fields fields) {
        try {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws OutputException if some of it cannot be written; a {@link PrintWriter} does not tell why */
    public final void flush() {
        try {
            json.flush();
        } catch (IOException e) {
            throw new OutputException("the output can't be written: " + e.getMessage(), e);
        }
        if (out instanceof PrintWriter printer && printer.checkError()) {
            throw new OutputException(
                    "the output can't be written, so lines are missing: the disk is full, or its reader has ended",
                    null);
        }
    }
}
