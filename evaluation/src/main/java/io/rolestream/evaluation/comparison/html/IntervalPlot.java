package io.rolestream.evaluation.comparison.html;

import io.rolestream.evaluation.comparison.ComparedLabeller;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.significance.Estimate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Accuracy of each labeller with its interval, a line for each, and the baseline across all. */
final class IntervalPlot {
    private IntervalPlot() {}

    static String of(Comparison comparison) {
        Map<String, Estimate> scores = new LinkedHashMap<>();
        for (ComparedLabeller compared : comparison.compared()) {
            scores.put(
                    compared.name(), Objects.requireNonNull(compared.scores()).accuracy());
        }
        return MeanPlot.of(
                "Accuracy of each labeller, with its 95 % interval",
                scores, comparison.knownBaseline().scores().accuracy().value());
    }
}
