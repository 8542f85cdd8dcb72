package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** One JSON object on each line. */
final class JsonLabelWriter implements LabelWriter {
    private final JsonGenerator json;

    private final KeptColumns kept;

    JsonLabelWriter(OutputStream stream, KeptColumns kept) throws IOException {
        this.kept = kept;
        this.json = LabelJson.generator(stream);
        json.setRootValueSeparator(null);
    }

    @Override
    public void write(LabelLine line, Map<String, JsonNode> columns) throws IOException {
        LabelJson.write(json, line, kept, columns);
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
