package io.rolestream.files.comparison;

import io.rolestream.files.write.JsonLines;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.comparison.RunListener;
import io.rolestream.rules.role.Taxonomy;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes every answer of every labeller, one JSON object on each line, so that anyone can score them again:
 *
 * <ul>
 *   <li>{@code row}: the text's row in the file, from 1; {@code id}: its id
 *   <li>{@code truth}: the right role, or null; {@code labeller}: its name in the report
 *   <li>{@code role}: the answer, the fallback if {@code abstained}; {@code confidence}: 0 to 1
 *   <li>{@code logProbabilities}: of the roles, in the order of {@code roles} in the report, null for minus infinity;
 *       null if the labeller has none
 *   <li>where it applies, {@code cut}: true if part of the text was not read; {@code generated}: the text a model
 *       wrote; {@code error}: why the labeller failed on the text
 * </ul>
 */
final class PredictionLines extends JsonLines implements RunListener {
    private final Taxonomy taxonomy;
    private final ComparisonTexts texts;

    PredictionLines(Writer out, Taxonomy taxonomy, ComparisonTexts texts) {
        super(out);
        this.taxonomy = taxonomy;
        this.texts = texts;
    }

    @Override
    public void answered(String labeller, int text, Answer answer, @Nullable String failure) {
        ComparisonTexts.Entry row = texts.rows().get(text);
        write(json -> {
            json.writeNumberField("row", row.number());
            json.writeStringField("id", row.resumeId());
            json.writeStringField(
                    "truth", row.truth() < 0 ? null : taxonomy.role(row.truth()).name());
            json.writeStringField("labeller", labeller);
            json.writeStringField("role", taxonomy.role(answer.role()).name());
            json.writeNumberField("confidence", answer.confidence());
            json.writeBooleanField("abstained", answer.abstained());
            if (answer.logProbabilities().length == 0) {
                json.writeNullField("logProbabilities");
            } else {
                json.writeArrayFieldStart("logProbabilities");
                for (float value : answer.logProbabilities()) {
                    if (Float.isFinite(value)) {
                        json.writeNumber(value);
                    } else {
                        json.writeNull();
                    }
                }
                json.writeEndArray();
            }
            if (answer.cut()) {
                json.writeBooleanField("cut", true);
            }
            if (answer.generated() != null) {
                json.writeStringField("generated", answer.generated());
            }
            if (failure != null) {
                json.writeStringField("error", failure);
            }
        });
    }
}
