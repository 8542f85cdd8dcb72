package io.rolestream.evaluation.scores;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The calibration of a contender's probabilities.
 *
 * @param ece the expected calibration error over bins of equal mass, 0 to 1 (Guo et al. 2017)
 * @param negativeLogLikelihood the mean of {@code -ln p(true role)}, in nats
 * @param brier the mean squared distance of the probabilities from the truth, summed over the roles, 0 to 2
 * @param bins lowest confidence first
 */
public record CalibrationScores(double ece, double negativeLogLikelihood, double brier, List<Bin> bins) {
    public static final int MAX_BINS = 15;

    /** With fewer items in each bin, chance alone makes the error large. */
    public static final int MIN_BIN_ITEMS = 20;

    /**
     * Items of similar confidence.
     *
     * @param confidence the mean
     */
    public record Bin(int items, double lowest, double highest, double confidence, double accuracy) {}

    public CalibrationScores {
        bins = List.copyOf(bins);
    }

    /**
     * @param truth {@code [items]}
     * @param answers {@code [items]}
     * @param logProbabilities {@code [items][roles]}
     * @param bins their number; the first ones get one more item if the items cannot be divided evenly
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
        return new CalibrationScores(error(all), -likelihood / truth.length, brier / truth.length, all);
    }

    /** The part of {@link #ece} from bins whose confidence is above their accuracy. */
    public double overconfidence() {
        double items = bins.stream().mapToInt(Bin::items).sum();
        return bins.stream()
                        .mapToDouble(bin -> bin.items() * Math.max(0, bin.confidence() - bin.accuracy()))
                        .sum()
                / items;
    }

    /**
     * The expected {@link #ece} of perfect probabilities on as many items: in each bin, the mean absolute deviation of
     * a share that is normally distributed.
     */
    public double chance() {
        double items = bins.stream().mapToInt(Bin::items).sum();
        return bins.stream()
                        .mapToDouble(
                                bin -> Math.sqrt(2 / Math.PI * bin.items() * bin.confidence() * (1 - bin.confidence())))
                        .sum()
                / items;
    }

    /** The expected calibration error; 0 without items. */
    public static double error(List<Bin> bins) {
        int items = bins.stream().mapToInt(Bin::items).sum();
        double sum = bins.stream()
                .mapToDouble(bin -> bin.items() * Math.abs(bin.accuracy() - bin.confidence()))
                .sum();
        return items == 0 ? 0 : sum / items;
    }

    public static int binsFor(int items) {
        return Math.max(1, Math.min(MAX_BINS, items / MIN_BIN_ITEMS));
    }

    /**
     * Bins of equal mass; equal confidences stay in the items' order.
     *
     * @param confidence {@code [items]}, at least as many as bins
     */
    public static List<Bin> bins(int[] truth, int[] answers, double[] confidence, int count) {
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
