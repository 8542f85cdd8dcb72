package io.rolestream.files.write;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A deflated Avro object container file with the schema {@code LabelLine.avsc}, which has no room for other columns.
 */
final class AvroLabelWriter implements LabelWriter {

    private static final int DEFLATE_LEVEL = 6;
    private static final int RULE_BRANCH = 1;
    private static final int MODEL_BRANCH = 1;

    private final Schema schema = loadSchema();
    private final Schema ruleSchema =
            schema.getField("rule").schema().getTypes().get(RULE_BRANCH);
    private final Schema modelSchema =
            schema.getField("model").schema().getTypes().get(MODEL_BRANCH);
    private final DataFileWriter<GenericRecord> avro;

    AvroLabelWriter(OutputStream stream) throws IOException {
        this.avro = new DataFileWriter<>(new GenericDatumWriter<>(schema));
        avro.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
        avro.create(schema, stream);
    }

    private static Schema loadSchema() {
        try (InputStream resource = AvroLabelWriter.class.getResourceAsStream("LabelLine.avsc")) {
            if (resource == null) {
                throw new IllegalStateException("LabelLine.avsc is missing from the program");
            }
            return new Schema.Parser().parse(resource);
        } catch (IOException e) {
            throw new IllegalStateException("LabelLine.avsc can't be read", e);
        }
    }

    @Override
    public void write(LabelLine line, Map<String, JsonNode> columns) throws IOException {
        GenericRecord label = new GenericData.Record(schema);
        label.put("resumeId", line.resumeId());
        label.put("role", line.role());
        label.put("confidence", line.confidence());
        label.put("decidedBy", line.decidedBy());
        label.put("degraded", line.degraded());
        label.put("rule", rule(line.rule()));
        label.put("model", model(line.model()));
        label.put("error", line.error());
        label.put("row", line.row());
        avro.append(label);
    }

    private @Nullable GenericRecord rule(LabelLine.@Nullable RulePart part) {
        if (part == null) {
            return null;
        }
        GenericRecord rule = new GenericData.Record(ruleSchema);
        rule.put("role", part.role());
        rule.put("keywords", List.copyOf(part.keywords()));
        return rule;
    }

    private @Nullable GenericRecord model(LabelLine.@Nullable ModelPart part) {
        if (part == null) {
            return null;
        }
        GenericRecord model = new GenericData.Record(modelSchema);
        model.put("role", part.role());
        model.put("confidence", part.confidence());
        model.put("version", part.version());
        return model;
    }

    @Override
    public void flush() throws IOException {
        avro.flush();
    }

    @Override
    public void close() throws IOException {
        avro.close();
    }
}
