package io.rolestream.evaluation.scores;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of labels, as computed by scikit-learn's {@code classification_report} and {@code f1_score}.
 *
 * @param total the number of texts
 * @param macroF1 the mean F1 of the labels that {@linkplain LabelScores#occurs occur}; one that is predicted but never
 *     true counts as 0
 * @param labels in index order
 */
public record Scores(long total, double accuracy, double macroF1, List<LabelScores> labels, Majority majority) {
    /**
     * The baseline that always answers the most frequent true label.
     *
     * @param label the first of the most frequent
     * @param macroF1 its F1, divided by the number of true labels
     */
    public record Majority(String label, double accuracy, double macroF1) {}

    public Scores {
        labels = List.copyOf(labels);
    }

    /** @throws IllegalStateException if nothing was counted */
    public static Scores of(ConfusionMatrix matrix) {
        if (matrix.total() == 0) {
            throw new IllegalStateException("there is nothing to score");
        }
        List<LabelScores> labels = IntStream.range(0, matrix.labels().size())
                .mapToObj(index -> LabelScores.of(matrix, index))
                .toList();
        long right = IntStream.range(0, labels.size())
                .mapToLong(index -> matrix.count(index, index))
                .sum();
        double macro = labels.stream()
                .filter(LabelScores::occurs)
                .mapToDouble(LabelScores::f1)
                .average()
                .orElse(0);
        return new Scores(
                matrix.total(), (double) right / matrix.total(), macro, labels, majority(labels, matrix.total()));
    }

    private static Majority majority(List<LabelScores> labels, long total) {
        LabelScores most = labels.stream()
                .reduce((a, b) -> b.support() > a.support() ? b : a)
                .orElseThrow();
        long trueLabels = labels.stream().filter(label -> label.support() > 0).count();
        double share = (double) most.support() / total;
        return new Majority(most.label(), share, 2 * share / (1 + share) / trueLabels);
    }

    /** Most frequent first. */
    public List<LabelScores> bySupport() {
        return labels.stream()
                .sorted(Comparator.comparingLong(LabelScores::support).reversed())
                .toList();
    }
}
