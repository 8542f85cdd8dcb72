package io.rolestream.benchmarks.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Medians with their spread. */
final class LatencySummary {
    private LatencySummary() {}

    /** The median, and the least and the greatest in parentheses. */
    static String of(List<Double> values, String format) {
        return (format + " (" + format + "-" + format + ")")
                .formatted(median(values), Collections.min(values), Collections.max(values));
    }

    /** The median; NaN of nothing. */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Each value of one list divided by the one at its place in the other. */
    static List<Double> ratios(List<Double> values, List<Double> bases) {
        List<Double> ratios = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / bases.get(i));
        }
        return ratios;
    }
}
