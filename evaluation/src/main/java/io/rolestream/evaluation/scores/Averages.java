package io.rolestream.evaluation.scores;

import java.util.function.ToDoubleFunction;

/** Mean precision, recall and F1 of the roles. */
public record Averages(double precision, double recall, double f1) {
    /** Every role that occurs, as true or predicted role, counts equally. */
    public static Averages macro(Scores scores) {
        return of(scores, label -> label.occurs() ? 1 : 0);
    }

    /** Roles are weighted by support. */
    public static Averages weighted(Scores scores) {
        return of(scores, LabelScores::support);
    }

    private static Averages of(Scores scores, ToDoubleFunction<LabelScores> weight) {
        double total = scores.labels().stream().mapToDouble(weight).sum();
        return new Averages(
                sum(scores, weight, LabelScores::precision) / total,
                sum(scores, weight, LabelScores::recall) / total,
                sum(scores, weight, LabelScores::f1) / total);
    }

    private static double sum(
            Scores scores, ToDoubleFunction<LabelScores> weight, ToDoubleFunction<LabelScores> figure) {
        return scores.labels().stream()
                .mapToDouble(label -> weight.applyAsDouble(label) * figure.applyAsDouble(label))
                .sum();
    }
}
