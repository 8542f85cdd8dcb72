package io.rolestream.evaluation.comparison;

import io.rolestream.evaluation.scores.CalibrationScores;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a labeller's confidence is the probability that its answer is right.
 *
 * @param answers the number of texts that it did not abstain on; calibration is theirs
 * @param ece the expected calibration error over bins of equal mass, 0 to 1; 0 without answers
 * @param bins lowest confidence first; answers of equal confidence are in the order of the texts
 * @param distinct the number of different confidences; with one, calibration says little
 */
public record ConfidenceScores(
        int answers, double ece, List<CalibrationScores.Bin> bins, long distinct, SelectiveAccuracy selective) {
    public ConfidenceScores {
        bins = List.copyOf(bins);
    }

    static ConfidenceScores of(int[] truth, GivenAnswers given, int fallbackRole) {
        int[] kept = IntStream.range(0, truth.length)
                .filter(i -> !given.abstained()[i])
                .toArray();
        double[] confidence =
                IntStream.of(kept).mapToDouble(i -> given.confidence()[i]).toArray();
        List<CalibrationScores.Bin> bins = kept.length == 0
                ? List.of()
                : CalibrationScores.bins(
                        IntStream.of(kept).map(i -> truth[i]).toArray(),
                        IntStream.of(kept).map(i -> given.roles()[i]).toArray(),
                        confidence,
                        CalibrationScores.binsFor(kept.length));
        return new ConfidenceScores(
                kept.length,
                CalibrationScores.error(bins),
                bins,
                IntStream.range(0, confidence.length)
                        .mapToDouble(i -> confidence[i])
                        .distinct()
                        .count(),
                new SelectiveAccuracy(truth, given, fallbackRole));
    }
}
