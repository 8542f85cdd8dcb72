package io.rolestream.evaluation.significance;

import java.util.Arrays;

/**
 * A score with its 95 % interval, which always contains it: of a bootstrap, or of {@link Wilson}.
 *
 * <p>The interval of a bootstrap is that of the resamples' percentiles, moved by the difference between the score and
 * their median. Plain percentiles may lie entirely beside the score: the macro-F1 of few items in hundreds of roles is
 * higher in resamples, since fewer roles occur in them.
 */
public record Estimate(double value, double lower, double upper) {
    public static final double LEVEL = 0.95;

    /** @throws IllegalArgumentException if the interval does not contain the value */
    public Estimate {
        if (!(lower <= value && value <= upper)) {
            throw new IllegalArgumentException(value + " is not between " + lower + " and " + upper);
        }
    }

    /** @param samples the scores of resamples */
    public static Estimate of(double value, double[] samples) {
        return of(value, samples, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The estimate of a score from 0 to 1; its interval ends there. */
    public static Estimate ofShare(double value, double[] samples) {
        return of(value, samples, 0, 1);
    }

    /** The estimate of a difference between two shares. */
    public static Estimate ofDifference(double value, double[] samples) {
        return of(value, samples, -1, 1);
    }

    private static Estimate of(double value, double[] samples, double least, double most) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double median = quantile(sorted, 0.5);
        return new Estimate(
                value,
                Math.min(value, Math.max(least, value + (quantile(sorted, (1 - LEVEL) / 2) - median))),
                Math.max(value, Math.min(most, value + (quantile(sorted, (1 + LEVEL) / 2) - median))));
    }

    /** Interpolates linearly, as numpy's {@code quantile} does. */
    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
