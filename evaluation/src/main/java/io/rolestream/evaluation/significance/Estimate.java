package io.rolestream.evaluation.significance;

import java.util.Arrays;

/** A score with its 95 % percentile bootstrap interval. */
public record Estimate(double value, double lower, double upper) {
    public static final double LEVEL = 0.95;

    public static Estimate of(double value, double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Estimate(value, quantile(sorted, (1 - LEVEL) / 2), quantile(sorted, (1 + LEVEL) / 2));
    }

    /** Interpolates linearly, as numpy's {@code quantile} does. */
    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
