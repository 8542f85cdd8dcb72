package io.rolestream.evaluation.scores;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Counts of predicted labels by true label. Thousands of labels take little memory. Not thread-safe. */
public final class ConfusionMatrix {
    private final List<String> labels;
    private final Map<Long, Long> counts = new HashMap<>();
    private final long[] support;
    private final long[] predicted;
    private long total;

    /** @param labels at least one, all different */
    public ConfusionMatrix(List<String> labels) {
        if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
            throw new IllegalArgumentException("labels must be different and at least one, not " + labels);
        }
        this.labels = List.copyOf(labels);
        this.support = new long[labels.size()];
        this.predicted = new long[labels.size()];
    }

    public void add(int truth, int predicted) {
        support[truth]++;
        this.predicted[predicted]++;
        counts.merge(cell(truth, predicted), 1L, Long::sum);
        total++;
    }

    private long cell(int truth, int predicted) {
        return (long) truth * labels.size() + predicted;
    }

    public List<String> labels() {
        return labels;
    }

    public long count(int truth, int predicted) {
        return counts.getOrDefault(cell(truth, predicted), 0L);
    }

    public long total() {
        return total;
    }

    /** The number of texts with this true label. */
    public long support(int truth) {
        return support[truth];
    }

    /** The number of texts with this predicted label. */
    public long predicted(int label) {
        return predicted[label];
    }
}
