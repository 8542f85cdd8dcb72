package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** One JSON object on each line, always with the same keys; {@code error} only where there is no label. */
final class JsonLabelWriter implements LabelWriter {

    private final JsonGenerator json;

    JsonLabelWriter(OutputStream stream) throws IOException {
        this.json = new JsonFactory().createGenerator(stream);
        json.setRootValueSeparator(null);
    }

    @Override
    public void write(LabelLine line) throws IOException {
        json.writeStartObject();
        json.writeStringField("resumeId", line.resumeId());
        json.writeStringField("role", line.role());
        writeNumber("confidence", line.confidence());
        json.writeStringField("decidedBy", line.decidedBy());
        json.writeBooleanField("degraded", line.degraded());
        writeRule(line.rule());
        writeModel(line.model());
        if (line.error() != null) {
            json.writeStringField("error", line.error());
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeRule(LabelLine.@Nullable RulePart rule) throws IOException {
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

    private void writeModel(LabelLine.@Nullable ModelPart model) throws IOException {
        if (model == null) {
            json.writeNullField("model");
            return;
        }
        json.writeObjectFieldStart("model");
        json.writeStringField("role", model.role());
        writeNumber("confidence", model.confidence());
        json.writeStringField("version", model.version());
        json.writeEndObject();
    }

    private void writeNumber(String field, float value) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(Decimal.shortest(value));
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
