package io.rolestream.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's results on examples that it does not learn from.
 *
 * @param step the steps done before
 * @param loss mean cross-entropy in nats, without weights or smoothing: of texts for a classifier, of tokens for a
 *     language model; of a policy under a reward, the mean score of its answers, negated
 * @param accuracy the share of texts, or of tokens, predicted correctly; of comparisons, the share decided correctly;
 *     of a policy, the share of its answers that end
 * @param macroF1 see {@link io.rolestream.evaluation.scores.Scores#macroF1}; null for other models than classifiers
 */
public record ValidationResult(
        long step, double loss, double accuracy, @Nullable Double macroF1) {
    /** The perplexity, e to the loss. */
    public double perplexity() {
        return Math.exp(loss);
    }

    /** The score to watch, higher is better: macro-F1, or the accuracy where there is none. */
    public double score() {
        return macroF1 == null ? accuracy : macroF1;
    }

    /** Whether it is better: by macro-F1, or where that is the same, or there is none, by loss. */
    boolean isBetterThan(ValidationResult other) {
        int byF1 = macroF1 == null || other.macroF1 == null ? 0 : Double.compare(macroF1, other.macroF1);
        return byF1 != 0 ? byF1 > 0 : loss < other.loss;
    }

    /** @param name that the notes begin with */
    Map<String, String> toNotes(String name) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(name + " step", Long.toString(step));
        notes.put(name + " loss", Double.toString(loss));
        notes.put(name + " accuracy", Double.toString(accuracy));
        if (macroF1 != null) {
            notes.put(name + " macro-F1", Double.toString(macroF1));
        }
        return notes;
    }

    static @Nullable ValidationResult fromNotes(String name, Map<String, String> notes) {
        String step = notes.get(name + " step");
        if (step == null) {
            return null;
        }
        String f1 = notes.get(name + " macro-F1");
        return new ValidationResult(
                Long.parseLong(step),
                Double.parseDouble(notes.getOrDefault(name + " loss", "")),
                Double.parseDouble(notes.getOrDefault(name + " accuracy", "")),
                f1 == null ? null : Double.valueOf(f1));
    }
}
