package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.significance.Estimate;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scores in a version's manifest and announcement, by set: {@code gold.accuracy}, {@code gold.macro-f1} and
 * {@code gold.ece} are the model's, {@code gold.rules.macro-f1}, {@code gold.joint.macro-f1} and
 * {@code gold.majority.macro-f1} those of others on the same {@code gold.items} items; likewise {@code accuracy}, and
 * {@code gold.joint.ece} where people labelled the items. {@code gold.macro-f1.lower} and {@code gold.macro-f1.upper}
 * are the bounds of its interval. {@link MeasuredScore} reads them.
 */
public final class EvaluationMetrics {
    static final String ITEMS = "items";

    private EvaluationMetrics() {}

    public static Map<String, Double> of(Evaluation evaluation) {
        Map<String, Double> metrics = new TreeMap<>();
        evaluation.sets().forEach((name, set) -> add(metrics, name.key() + ".", set));
        return metrics;
    }

    /** The metrics of an older version under their current names. */
    public static Map<String, Double> current(Map<String, Double> metrics) {
        Map<String, Double> current = new TreeMap<>();
        metrics.forEach((name, value) -> current.put(SetName.current(name), value));
        return current;
    }

    /** Whether a metric depends on the temperature or the rule coefficient; the model's own answers do not. */
    public static boolean dependsOnParameters(String metric) {
        return metric.contains(".joint.") || metric.endsWith(".ece");
    }

    private static void add(Map<String, Double> metrics, String prefix, SetEvaluation set) {
        metrics.put(prefix + ITEMS, (double) set.items());
        add(metrics, prefix, set.of(Contender.MODEL));
        add(metrics, prefix + "rules.", set.of(Contender.RULES));
        add(metrics, prefix + "joint.", set.of(Contender.JOINT));
        metrics.put(prefix + "ece", set.calibrationOf(Contender.MODEL).ece());
        if (set.name().labelledByPeople()) {
            metrics.put(prefix + "joint.ece", set.calibrationOf(Contender.JOINT).ece());
        }
        Scores.Majority majority = set.majority();
        metrics.put(prefix + "majority.accuracy", majority.accuracy());
        metrics.put(prefix + "majority.macro-f1", majority.macroF1());
    }

    private static void add(Map<String, Double> metrics, String prefix, ContenderScores scores) {
        add(metrics, prefix + "accuracy", scores.accuracy());
        add(metrics, prefix + "macro-f1", scores.macroF1());
    }

    private static void add(Map<String, Double> metrics, String name, Estimate estimate) {
        metrics.put(name, estimate.value());
        metrics.put(name + MeasuredScore.LOWER, estimate.lower());
        metrics.put(name + MeasuredScore.UPPER, estimate.upper());
    }
}
