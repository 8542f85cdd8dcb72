package io.rolestream.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's results on examples that it does not learn from.
 *
 * @param step the steps done before
 * @param loss mean cross-entropy in nats, without weights or smoothing: of texts for a classifier, of masked tokens for
 *     a masked language model
 * @param accuracy the share of texts, or of masked tokens, predicted correctly
 * @param macroF1 see {@link io.rolestream.evaluation.scores.Scores#macroF1}; null for a masked language model
 */
public record ValidationResult(
        long step, double loss, double accuracy, @Nullable Double macroF1) {
    /** The perplexity, e to the loss. */
    public double perplexity() {
        return Math.exp(loss);
    }

    /** Whether it is better: by macro-F1, or where that is the same, or there is none, by loss. */
    boolean isBetterThan(ValidationResult other) {
        int byF1 = macroF1 == null || other.macroF1 == null ? 0 : Double.compare(macroF1, other.macroF1);
        return byF1 != 0 ? byF1 > 0 : loss < other.loss;
    }

    Map<String, String> toNotes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("best step", Long.toString(step));
        notes.put("best loss", Double.toString(loss));
        notes.put("best accuracy", Double.toString(accuracy));
        if (macroF1 != null) {
            notes.put("best macro-F1", Double.toString(macroF1));
        }
        return notes;
    }

    static @Nullable ValidationResult fromNotes(Map<String, String> notes) {
        String step = notes.get("best step");
        if (step == null) {
            return null;
        }
        String f1 = notes.get("best macro-F1");
        return new ValidationResult(
                Long.parseLong(step),
                Double.parseDouble(notes.getOrDefault("best loss", "")),
                Double.parseDouble(notes.getOrDefault("best accuracy", "")),
                f1 == null ? null : Double.valueOf(f1));
    }
}
