package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.SetName;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A score among a version's metrics.
 *
 * @param lower the 95 % interval's lower bound; null, as is {@code upper}, for versions of earlier releases
 * @param items the number of items; null if unknown
 */
public record MeasuredScore(
        double value,
        @Nullable Double lower,
        @Nullable Double upper,
        @Nullable Long items) {
    static final String LOWER = ".lower";
    static final String UPPER = ".upper";

    /**
     * Looks a score up.
     *
     * @param metrics with current names ({@link EvaluationMetrics#current})
     * @param name such as {@code macro-f1} for the model's, or {@code joint.accuracy}
     * @return null if it was not measured on this set
     */
    public static @Nullable MeasuredScore of(Map<String, Double> metrics, SetName set, String name) {
        return of(metrics, set.key() + "." + name, metrics.get(set.key() + "." + EvaluationMetrics.ITEMS));
    }

    private static @Nullable MeasuredScore of(Map<String, Double> metrics, String key, @Nullable Double items) {
        Double value = metrics.get(key);
        if (value == null) {
            return null;
        }
        Double lower = metrics.get(key + LOWER);
        Double upper = metrics.get(key + UPPER);
        boolean known = lower != null && upper != null && lower <= value && value <= upper;
        return new MeasuredScore(
                value, known ? lower : null, known ? upper : null, items == null ? null : Math.round(items));
    }

    /** All metrics by name, sorted, each with its interval in one text. */
    public static Map<String, String> texts(Map<String, Double> metrics) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : metrics.keySet()) {
            MeasuredScore score = of(metrics, name, null);
            if (score != null && !name.endsWith(LOWER) && !name.endsWith(UPPER)) {
                texts.put(name, score.text("%.4f"));
            }
        }
        return texts;
    }

    /** {@code 0.712 (0.650 to 0.770), n=214}, or as much of it as is known. */
    public String text() {
        return text("%.3f") + (items == null ? "" : String.format(Locale.ROOT, ", n=%,d", items));
    }

    private String text(String format) {
        return lower == null || upper == null
                ? String.format(Locale.ROOT, format, value)
                : String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", value, lower, upper);
    }
}
