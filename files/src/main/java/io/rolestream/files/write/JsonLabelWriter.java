package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object on each line, always with the same keys, except for {@code error}. */
final class JsonLabelWriter implements LabelWriter {

    private static final ObjectWriter LINES = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(float.class, new Shortest()))
            .build()
            .writerFor(LabelLine.class)
            .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    private final JsonGenerator json;

    JsonLabelWriter(OutputStream stream) throws IOException {
        this.json = LINES.createGenerator(stream);
        json.setRootValueSeparator(null);
    }

    private static final class Shortest extends JsonSerializer<Float> {
        @Override
        public void serialize(Float value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(Decimal.shortest(value));
        }
    }

    @Override
    public void write(LabelLine line) throws IOException {
        LINES.writeValue(json, line);
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
