package io.rolestream.matching.judge;

import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The measures of descriptions, and of others of the same resumes. Each description counts once in a mean; the
 * intervals resample resumes, since descriptions of the same resume are no independent evidence.
 *
 * @param resumes how many different ones
 * @param lines how many descriptions
 * @param means by measure, of those that are known for a description at least
 * @param versus by measure; empty if there are no others
 */
public record DescriptionReport(
        int resumes, int lines, Map<DescriptionMeasure, Estimate> means, Map<DescriptionMeasure, Versus> versus) {
    /**
     * The comparison with the other descriptions.
     *
     * @param other their mean
     * @param difference of the first from the others, paired
     * @param winRate how often the first is better, equal ones counting one half; for a measure that decides nothing,
     *     how often it is higher
     */
    public record Versus(Estimate other, Estimate difference, Estimate winRate) {}

    /**
     * Compares.
     *
     * @param resumes the id of each description's resume
     * @param first at least one, in the same order
     * @param others of the same resumes in the same order; empty for none
     */
    public static DescriptionReport of(
            List<String> resumes, List<DescriptionMeasures> first, List<DescriptionMeasures> others) {
        if (!others.isEmpty() && others.size() != first.size()) {
            throw new IllegalArgumentException(first.size() + " descriptions are paired with " + others.size());
        }
        if (resumes.size() != first.size()) {
            throw new IllegalArgumentException(first.size() + " descriptions are of " + resumes.size() + " resumes");
        }
        Map<String, Integer> numbers = new HashMap<>();
        int[] clusters = resumes.stream()
                .mapToInt(id -> numbers.computeIfAbsent(id, unused -> numbers.size()))
                .toArray();
        Map<DescriptionMeasure, Estimate> means = new TreeMap<>();
        Map<DescriptionMeasure, Versus> versus = new TreeMap<>();
        for (DescriptionMeasure measure : DescriptionMeasure.values()) {
            int[] known = IntStream.range(0, first.size())
                    .filter(i -> !Double.isNaN(measure.of(first.get(i)))
                            && (others.isEmpty() || !Double.isNaN(measure.of(others.get(i)))))
                    .toArray();
            if (known.length > 0) {
                BootstrapMeans bootstrap = BootstrapMeans.clustered(
                        IntStream.of(known).map(i -> clusters[i]).toArray());
                means.put(measure, mean(measure, bootstrap, values(first, known, measure::of)));
                if (!others.isEmpty()) {
                    versus.put(measure, versus(measure, bootstrap, first, others, known));
                }
            }
        }
        return new DescriptionReport(numbers.size(), first.size(), means, versus);
    }

    private static Estimate mean(DescriptionMeasure measure, BootstrapMeans bootstrap, double[] values) {
        return measure.isShare() ? bootstrap.ofShares(values) : bootstrap.of(values);
    }

    private static Versus versus(
            DescriptionMeasure measure,
            BootstrapMeans bootstrap,
            List<DescriptionMeasures> first,
            List<DescriptionMeasures> others,
            int[] known) {
        double[] values = values(first, known, measure::of);
        double[] against = values(others, known, measure::of);
        double[] differences = IntStream.range(0, known.length)
                .mapToDouble(i -> values[i] - against[i])
                .toArray();
        return new Versus(
                mean(measure, bootstrap, against),
                measure.isShare() ? bootstrap.ofDifferences(differences) : bootstrap.of(differences),
                bootstrap.winRate(values(first, known, measure::merit), values(others, known, measure::merit)));
    }

    private static double[] values(
            List<DescriptionMeasures> of, int[] known, ToDoubleFunction<DescriptionMeasures> figure) {
        return IntStream.of(known)
                .mapToDouble(i -> figure.applyAsDouble(of.get(i)))
                .toArray();
    }
}
