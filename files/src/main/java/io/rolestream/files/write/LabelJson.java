package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A label as a JSON object, always with the same keys, except for {@code row} and {@code error}. */
public final class LabelJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .build();

    private LabelJson() {}

    /** A generator for labels. */
    public static JsonGenerator generator(OutputStream stream) throws IOException {
        return MAPPER.createGenerator(stream);
    }

    /** Writes a label. */
    public static void write(JsonGenerator json, LabelLine line) throws IOException {
        write(json, line, KeptColumns.NONE, Map.of());
    }

    /** Writes a label with columns of the input after its fields. */
    static void write(JsonGenerator json, LabelLine line, KeptColumns kept, Map<String, JsonNode> columns)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("resumeId", line.resumeId());
        if (line.row() != null) {
            json.writeNumberField("row", line.row());
        }
        json.writeStringField("role", line.role());
        number(json, "confidence", line.confidence());
        json.writeStringField("decidedBy", line.decidedBy());
        json.writeBooleanField("degraded", line.degraded());
        rule(json, line.rule());
        model(json, line.model());
        if (line.error() != null) {
            json.writeStringField("error", line.error());
        }
        for (Map.Entry<String, JsonNode> column : columns.entrySet()) {
            String name = kept.outputName(column.getKey(), columns.keySet());
            if (name != null) {
                json.writeFieldName(name);
                json.writeTree(column.getValue());
            }
        }
        json.writeEndObject();
    }

    private static void rule(JsonGenerator json, LabelLine.@Nullable RulePart rule) throws IOException {
        if (rule == null) {
            json.writeNullField("rule");
            return;
        }
        json.writeObjectFieldStart("rule");
        json.writeStringField("role", rule.role());
        json.writeArrayFieldStart("keywords");
        for (String keyword : rule.keywords()) {
            json.writeString(keyword);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, LabelLine.@Nullable ModelPart model) throws IOException {
        if (model == null) {
            json.writeNullField("model");
            return;
        }
        json.writeObjectFieldStart("model");
        json.writeStringField("role", model.role());
        number(json, "confidence", model.confidence());
        json.writeStringField("version", model.version());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, float value) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(Decimal.shortest(value));
    }

    /** The label as a tree, to which others may add. */
    public static ObjectNode object(LabelLine line) {
        try (TokenBuffer buffer = new TokenBuffer(MAPPER, false)) {
            write(buffer, line);
            return MAPPER.readTree(buffer.asParser());
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer does no input or output", e);
        }
    }
}
