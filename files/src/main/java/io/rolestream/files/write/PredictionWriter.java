package io.rolestream.files.write;

import io.rolestream.engine.task.Prediction;
import java.io.Writer;
import java.util.List;

/** Writes a model's own predictions, one JSON object on each line, always with the same keys. */
public final class PredictionWriter extends JsonLines {
    private final List<String> labels;

    /** @param labels in the model's order */
    public PredictionWriter(Writer out, List<String> labels) {
        super(out);
        this.labels = labels;
    }

    /** Writes the role, its probability, the logits of all labels, and whether some of the text was cut. */
    public void write(String resumeId, Prediction prediction) {
        write(json -> {
            json.writeStringField("resumeId", resumeId);
            json.writeStringField("role", labels.get(prediction.label()));
            json.writeNumberField("confidence", prediction.probabilities()[prediction.label()]);
            json.writeObjectFieldStart("logits");
            for (int label = 0; label < labels.size(); label++) {
                json.writeNumberField(labels.get(label), prediction.logits()[label]);
            }
            json.writeEndObject();
            json.writeBooleanField("cut", prediction.cut());
        });
    }
}
