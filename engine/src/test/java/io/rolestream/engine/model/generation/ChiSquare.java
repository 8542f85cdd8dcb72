package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares counts with probabilities by Pearson's chi-square. */
final class ChiSquare {
    private static final double LEAST_EXPECTED = 5;

    /** Standard deviations above the mean of the distribution. */
    private static final double DEVIATIONS = 4;

    private ChiSquare() {}

    static void assertDrawnFrom(double[] probabilities, int[] counts) {
        int draws = 0;
        for (int count : counts) {
            draws += count;
        }
        double sum = 0;
        int bins = 0;
        double rareExpected = 0;
        int rareCount = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = probabilities[i] * draws;
            if (expected == 0) {
                assertThat(counts[i]).as("draws of %d, which is impossible", i).isZero();
            } else if (expected < LEAST_EXPECTED) {
                rareExpected += expected;
                rareCount += counts[i];
            } else {
                sum += square(counts[i] - expected) / expected;
                bins++;
            }
        }
        if (rareExpected > 0) {
            sum += square(rareCount - rareExpected) / Math.max(1, rareExpected);
            bins++;
        }
        assertThat(sum).as("chi-square of %d bins", bins).isLessThan(bins - 1 + DEVIATIONS * Math.sqrt(2.0 * bins));
    }

    private static double square(double value) {
        return value * value;
    }
}
