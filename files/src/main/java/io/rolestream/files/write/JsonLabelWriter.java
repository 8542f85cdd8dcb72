package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object on each line. */
final class JsonLabelWriter implements LabelWriter {
    private final JsonGenerator json;

    JsonLabelWriter(OutputStream stream) throws IOException {
        this.json = LabelJson.generator(stream);
        json.setRootValueSeparator(null);
    }

    @Override
    public void write(LabelLine line) throws IOException {
        LabelJson.write(json, line);
        json.writeRaw('\n');
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
