package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scores in a version's manifest and announcement, by set: {@code gold.accuracy}, {@code gold.macro-f1} and
 * {@code gold.ece} are the model's, {@code gold.rules.macro-f1}, {@code gold.joint.macro-f1} and
 * {@code gold.majority.macro-f1} those of others on the same {@code gold.items} items; likewise {@code accuracy}.
 */
public final class EvaluationMetrics {
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

    private static void add(Map<String, Double> metrics, String prefix, SetEvaluation set) {
        metrics.put(prefix + "items", (double) set.items());
        add(metrics, prefix, set.of(Contender.MODEL));
        add(metrics, prefix + "rules.", set.of(Contender.RULES));
        add(metrics, prefix + "joint.", set.of(Contender.JOINT));
        metrics.put(prefix + "ece", set.calibrationOf(Contender.MODEL).ece());
        Scores.Majority majority = set.majority();
        metrics.put(prefix + "majority.accuracy", majority.accuracy());
        metrics.put(prefix + "majority.macro-f1", majority.macroF1());
    }

    private static void add(Map<String, Double> metrics, String prefix, ContenderScores scores) {
        metrics.put(prefix + "accuracy", scores.scores().accuracy());
        metrics.put(prefix + "macro-f1", scores.scores().macroF1());
    }
}
