package io.rolestream.evaluation.scores;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Counts of predicted labels by true label. Not thread-safe. */
public final class ConfusionMatrix {
    private final List<String> labels;
    private final long[][] counts;
    private long total;

    /** @param labels at least one, all different */
    public ConfusionMatrix(List<String> labels) {
        if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
            throw new IllegalArgumentException("labels must be different and at least one, not " + labels);
        }
        this.labels = List.copyOf(labels);
        this.counts = new long[labels.size()][labels.size()];
    }

    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
        total++;
    }

    public List<String> labels() {
        return labels;
    }

    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    public long total() {
        return total;
    }

    /** The number of texts with this true label. */
    public long support(int truth) {
        return Arrays.stream(counts[truth]).sum();
    }

    /** The number of texts with this predicted label. */
    public long predicted(int label) {
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }
}
