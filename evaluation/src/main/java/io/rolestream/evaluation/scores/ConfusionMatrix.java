package io.rolestream.evaluation.scores;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Counts of predicted labels by true label. Not thread-safe. */
public final class ConfusionMatrix {
    private final List<String> labels;
    private final long[][] counts;
    private long total;

    /**
     * An empty matrix.
     *
     * @param labels at least one, all different
     */
    public ConfusionMatrix(List<String> labels) {
        if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
            throw new IllegalArgumentException("labels must be different and at least one, not " + labels);
        }
        this.labels = List.copyOf(labels);
        this.counts = new long[labels.size()][labels.size()];
    }

    /**
     * Counts one text.
     *
     * @param truth the index of its true label
     * @param predicted the index of the label that it was given
     */
    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
        total++;
    }

    /** The labels in the order of their indexes. */
    public List<String> labels() {
        return labels;
    }

    /** How many texts of a true label were given a label. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** The number of all texts. */
    public long total() {
        return total;
    }

    /** How many texts have a true label. */
    public long support(int truth) {
        return Arrays.stream(counts[truth]).sum();
    }

    /** How many texts were given a label. */
    public long predicted(int label) {
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }
}
