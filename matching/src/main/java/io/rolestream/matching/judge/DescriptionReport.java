package io.rolestream.matching.judge;

import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The measures of descriptions, and of others of the same resumes.
 *
 * @param count how many resumes
 * @param means by measure, of those that are known for a resume at least
 * @param versus by measure; empty if there are no others
 */
public record DescriptionReport(
        int count, Map<DescriptionMeasure, Estimate> means, Map<DescriptionMeasure, Versus> versus) {
    /**
     * The comparison with the other descriptions.
     *
     * @param other their mean
     * @param difference of the first from the others, paired over the resumes
     * @param winRate how often the first is better, equal ones counting one half; for a measure that decides nothing,
     *     how often it is higher
     */
    public record Versus(Estimate other, Estimate difference, Estimate winRate) {}

    /**
     * Compares.
     *
     * @param first at least one
     * @param others of the same resumes in the same order; empty for none
     */
    public static DescriptionReport of(List<DescriptionMeasures> first, List<DescriptionMeasures> others) {
        if (!others.isEmpty() && others.size() != first.size()) {
            throw new IllegalArgumentException(first.size() + " descriptions are paired with " + others.size());
        }
        Map<DescriptionMeasure, Estimate> means = new TreeMap<>();
        Map<DescriptionMeasure, Versus> versus = new TreeMap<>();
        for (DescriptionMeasure measure : DescriptionMeasure.values()) {
            int[] known = IntStream.range(0, first.size())
                    .filter(i -> !Double.isNaN(measure.of(first.get(i)))
                            && (others.isEmpty() || !Double.isNaN(measure.of(others.get(i)))))
                    .toArray();
            if (known.length > 0) {
                double[] values = values(first, known, measure::of);
                means.put(measure, BootstrapMeans.of(values));
                if (!others.isEmpty()) {
                    versus.put(measure, versus(measure, first, others, known));
                }
            }
        }
        return new DescriptionReport(first.size(), means, versus);
    }

    private static Versus versus(
            DescriptionMeasure measure,
            List<DescriptionMeasures> first,
            List<DescriptionMeasures> others,
            int[] known) {
        double[] values = values(first, known, measure::of);
        double[] against = values(others, known, measure::of);
        double[] differences = IntStream.range(0, known.length)
                .mapToDouble(i -> values[i] - against[i])
                .toArray();
        return new Versus(
                BootstrapMeans.of(against),
                BootstrapMeans.of(differences),
                BootstrapMeans.winRate(values(first, known, measure::merit), values(others, known, measure::merit)));
    }

    private static double[] values(
            List<DescriptionMeasures> of, int[] known, ToDoubleFunction<DescriptionMeasures> figure) {
        return IntStream.of(known)
                .mapToDouble(i -> figure.applyAsDouble(of.get(i)))
                .toArray();
    }
}
