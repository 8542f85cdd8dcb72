package io.rolestream.files.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rolestream.engine.task.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** Writes what a model alone says of resumes: one JSON object on each line, always with the same keys. */
public final class PredictionWriter {
    private final JsonGenerator json;
    private final List<String> labels;

    /** @param labels those of the model, in its order */
    public PredictionWriter(Writer out, List<String> labels) {
        this.labels = labels;
        try {
            json = new JsonFactory().createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.setRootValueSeparator(null);
    }

    /** Writes a line: the role, its probability, the logits of all labels, and whether some of the text was not read. */
    public void write(String resumeId, Prediction prediction) {
        try {
            json.writeStartObject();
            json.writeStringField("resumeId", resumeId);
            json.writeStringField("role", labels.get(prediction.label()));
            json.writeNumberField("confidence", prediction.probabilities()[prediction.label()]);
            json.writeObjectFieldStart("logits");
            for (int label = 0; label < labels.size(); label++) {
                json.writeNumberField(labels.get(label), prediction.logits()[label]);
            }
            json.writeEndObject();
            json.writeBooleanField("cut", prediction.cut());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes on what was written. */
    public void flush() {
        try {
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
