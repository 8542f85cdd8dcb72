package io.rolestream.files.write;

import io.rolestream.engine.task.Prediction;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the scores of pairs of texts, one JSON object on each line. */
public final class ScoreWriter extends JsonLines {
    private final List<String> labels;

    /** @param labels in the model's order */
    public ScoreWriter(Writer out, List<String> labels) {
        super(out);
        this.labels = labels;
    }

    /**
     * Writes the score of a model with one label, else the label, its probability and all logits; and whether some of
     * the text was cut.
     *
     * @param id of the pair, or null
     */
    public void write(@Nullable String id, Prediction score) {
        write(json -> {
            if (id != null) {
                json.writeStringField("id", id);
            }
            if (labels.size() == 1) {
                json.writeNumberField("score", score.score());
            } else {
                json.writeStringField("label", labels.get(score.label()));
                json.writeNumberField("confidence", score.probabilities()[score.label()]);
                json.writeObjectFieldStart("logits");
                for (int label = 0; label < labels.size(); label++) {
                    json.writeNumberField(labels.get(label), score.logits()[label]);
                }
                json.writeEndObject();
            }
            json.writeBooleanField("cut", score.cut());
        });
    }
}
