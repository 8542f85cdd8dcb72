package io.rolestream.evaluation.significance;

import java.util.SplittableRandom;

/** Means of items with the interval of a bootstrap that resamples the items (Efron 1979). */
public final class BootstrapMeans {
    public static final int RESAMPLES = 2_000;
    public static final long SEED = 1;

    private BootstrapMeans() {}

    /**
     * The mean.
     *
     * @param values {@code [items]}, at least one
     */
    public static Estimate of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is nothing to take the mean of");
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return Estimate.of(sum / values.length, means);
    }

    /**
     * How often the first of two scores of an item is higher; equal ones count one half. Where all items agree, the
     * bootstrap has no width, and the interval is {@link Wilson}'s.
     *
     * @param first {@code [items]}, at least one
     * @param second of the same items
     */
    public static Estimate winRate(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " scores are paired with " + second.length);
        }
        double[] wins = new double[first.length];
        double sum = 0;
        for (int i = 0; i < wins.length; i++) {
            wins[i] = first[i] > second[i] ? 1 : first[i] == second[i] ? 0.5 : 0;
            sum += wins[i];
        }
        if (wins.length == 0) {
            throw new IllegalArgumentException("there is nothing to compare");
        }
        if (sum == 0 || sum == wins.length) {
            return Wilson.interval((long) sum, wins.length);
        }
        Estimate rate = of(wins);
        return new Estimate(rate.value(), Math.max(0, rate.lower()), Math.min(1, rate.upper()));
    }
}
