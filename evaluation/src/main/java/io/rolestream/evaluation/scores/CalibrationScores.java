package io.rolestream.evaluation.scores;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The calibration of a contender's probabilities.
 *
 * @param ece the expected calibration error: the mean difference of confidence and accuracy over bins, weighted by
 *     items, 0 to 1 (Guo et al. 2017, with bins of equal mass)
 * @param negativeLogLikelihood the mean of {@code -ln p(true role)}, in nats
 * @param brier the mean squared distance of the probabilities from the truth, summed over the roles, 0 to 2
 * @param bins the bins, lowest confidence first
 */
public record CalibrationScores(double ece, double negativeLogLikelihood, double brier, List<Bin> bins) {
    /** Bins at most. */
    public static final int MAX_BINS = 15;

    /** Items in a bin at least, where there is more than one bin: fewer make the error large by chance alone. */
    public static final int MIN_BIN_ITEMS = 20;

    /**
     * Items of like confidence.
     *
     * @param items their number
     * @param lowest the least confidence among them
     * @param highest the greatest
     * @param confidence the mean
     * @param accuracy the share of them that was answered right
     */
    public record Bin(int items, double lowest, double highest, double confidence, double accuracy) {}

    public CalibrationScores {
        bins = List.copyOf(bins);
    }

    /**
     * Computes them.
     *
     * @param truth the true roles, {@code [items]}
     * @param answers the answered roles, {@code [items]}; the confidence is theirs
     * @param logProbabilities {@code [items][roles]}
     * @param bins how many; the first ones get one item more where the items cannot be shared evenly
     */
    static CalibrationScores of(int[] truth, int[] answers, double[][] logProbabilities, int bins) {
        double likelihood = 0;
        double brier = 0;
        double[] confidence = new double[truth.length];
        for (int i = 0; i < truth.length; i++) {
            likelihood += logProbabilities[i][truth[i]];
            confidence[i] = Math.exp(logProbabilities[i][answers[i]]);
            for (int role = 0; role < logProbabilities[i].length; role++) {
                double distance = Math.exp(logProbabilities[i][role]) - (role == truth[i] ? 1 : 0);
                brier += distance * distance;
            }
        }
        List<Bin> all = bins(truth, answers, confidence, bins);
        double ece = all.stream()
                        .mapToDouble(bin -> bin.items() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / truth.length;
        return new CalibrationScores(ece, -likelihood / truth.length, brier / truth.length, all);
    }

    /** How many bins so many items are worth. */
    static int binsFor(int items) {
        return Math.max(1, Math.min(MAX_BINS, items / MIN_BIN_ITEMS));
    }

    private static List<Bin> bins(int[] truth, int[] answers, double[] confidence, int count) {
        int[] order = IntStream.range(0, truth.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> confidence[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Bin> bins = new ArrayList<>();
        int end = 0;
        for (int b = 0; b < count; b++) {
            int start = end;
            end += order.length / count + (b < order.length % count ? 1 : 0);
            double sum = 0;
            int right = 0;
            for (int i = start; i < end; i++) {
                sum += confidence[order[i]];
                right += answers[order[i]] == truth[order[i]] ? 1 : 0;
            }
            int items = end - start;
            bins.add(new Bin(
                    items, confidence[order[start]], confidence[order[end - 1]], sum / items, (double) right / items));
        }
        return bins;
    }
}
