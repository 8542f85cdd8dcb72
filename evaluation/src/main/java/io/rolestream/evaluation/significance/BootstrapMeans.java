package io.rolestream.evaluation.significance;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Means of items with the interval of a bootstrap (Efron 1979) that resamples clusters, each with all of its items:
 * items of one cluster, such as several texts about the same person, are no independent evidence.
 */
public final class BootstrapMeans {
    public static final int RESAMPLES = 2_000;
    public static final long SEED = 1;

    /** Resampled means that differ by less differ only by rounding. */
    private static final double ROUNDING = 1e-12;

    /** {@code [clusters]}. */
    private final int[] sizes;

    /** {@code [items]}: the cluster of each. */
    private final int[] clusters;

    private BootstrapMeans(int[] clusters) {
        if (clusters.length == 0) {
            throw new IllegalArgumentException("there is nothing to take the mean of");
        }
        int[] numbers = Arrays.stream(clusters).sorted().distinct().toArray();
        this.clusters = Arrays.stream(clusters)
                .map(cluster -> Arrays.binarySearch(numbers, cluster))
                .toArray();
        this.sizes = new int[numbers.length];
        for (int cluster : this.clusters) {
            sizes[cluster]++;
        }
    }

    /**
     * Means of items of clusters.
     *
     * @param clusters {@code [items]}, at least one: equal numbers for items of the same cluster
     */
    public static BootstrapMeans clustered(int[] clusters) {
        return new BootstrapMeans(clusters);
    }

    /**
     * The mean of figures without bounds. Its interval has no width where all clusters agree.
     *
     * @param values {@code [items]}
     */
    public Estimate of(double[] values) {
        return Estimate.of(mean(values), resampled(values));
    }

    /**
     * The mean of figures from 0 to 1. Where all clusters agree, the bootstrap has no width, and the interval is
     * {@link Wilson}'s for as many observations as there are clusters.
     *
     * @param values {@code [items]}
     */
    public Estimate ofShares(double[] values) {
        Estimate estimate = Estimate.ofShare(mean(values), resampled(values));
        return estimate.upper() - estimate.lower() > ROUNDING
                ? estimate
                : Wilson.ofMean(Math.max(0, Math.min(1, estimate.value())), sizes.length);
    }

    /**
     * The mean of differences of figures from 0 to 1; where all clusters agree, as {@link #ofShares}.
     *
     * @param values {@code [items]}, each from -1 to 1
     */
    public Estimate ofDifferences(double[] values) {
        Estimate halves = ofShares(Arrays.stream(values).map(d -> (d + 1) / 2).toArray());
        double mean = mean(values);
        return new Estimate(mean, Math.min(mean, 2 * halves.lower() - 1), Math.max(mean, 2 * halves.upper() - 1));
    }

    /**
     * How often the first of two scores of an item is higher; equal ones count one half. Where all clusters agree, all
     * ties among them, as {@link #ofShares}.
     *
     * @param first {@code [items]}
     * @param second of the same items
     */
    public Estimate winRate(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " scores are paired with " + second.length);
        }
        double[] wins = new double[first.length];
        Arrays.setAll(wins, i -> first[i] > second[i] ? 1 : first[i] == second[i] ? 0.5 : 0);
        return ofShares(wins);
    }

    private double mean(double[] values) {
        if (values.length != clusters.length) {
            throw new IllegalArgumentException(values.length + " values are of " + clusters.length + " items");
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private double[] resampled(double[] values) {
        double[] sums = new double[sizes.length];
        for (int i = 0; i < values.length; i++) {
            sums[clusters[i]] += values[i];
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            long items = 0;
            for (int i = 0; i < sums.length; i++) {
                int drawn = random.nextInt(sums.length);
                sum += sums[drawn];
                items += sizes[drawn];
            }
            means[r] = sum / items;
        }
        return means;
    }
}
