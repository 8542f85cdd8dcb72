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

/** A label as a JSON object, always with the same keys, except for {@code error}. */
public final class LabelJson {
    private static final ObjectWriter LABELS = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(float.class, new Shortest()))
            .build()
            .writerFor(LabelLine.class)
            .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    private LabelJson() {}

    private static final class Shortest extends JsonSerializer<Float> {
        @Override
        public void serialize(Float value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(Decimal.shortest(value));
        }
    }

    /** A generator for labels. */
    public static JsonGenerator generator(OutputStream stream) throws IOException {
        return LABELS.createGenerator(stream);
    }

    /** Writes a label. */
    public static void write(JsonGenerator json, LabelLine line) throws IOException {
        LABELS.writeValue(json, line);
    }
}
