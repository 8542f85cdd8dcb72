package io.rolestream.evaluation.significance;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A paired permutation test of the difference of two means (Fisher's randomisation test; Smucker, Allan and Carterette
 * 2007 recommend it for retrieval): if two systems are equally good, a query's two scores could as well be swapped. The
 * p-value is the share of swaps after which the difference is at least as large as it was, in either direction.
 *
 * <p>Up to {@value #ENUMERATED} queries with different scores, all swaps are enumerated, and the p-value is exact.
 */
public final class PairedMeans {
    private static final int ENUMERATED = 13;

    /** Sums of the same numbers in another order differ by less. */
    private static final double ROUNDING = 1e-12;

    private PairedMeans() {}

    /**
     * The two-sided p-value; 1 if all scores are equal.
     *
     * @param first scores, {@code [items]}
     * @param second scores of the same items, {@code [items]}
     * @param permutations drawn, unless all are enumerated
     */
    public static double p(double[] first, double[] second, int permutations, long seed) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " scores are paired with " + second.length);
        }
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> second[i] - first[i]);
        differences = Arrays.stream(differences).filter(d -> d != 0).toArray();
        double observed = Math.abs(Arrays.stream(differences).sum());
        return differences.length <= ENUMERATED
                ? enumerated(differences, observed - ROUNDING * differences.length)
                : drawn(
                        differences,
                        observed - ROUNDING * differences.length,
                        permutations,
                        new SplittableRandom(seed));
    }

    private static double enumerated(double[] differences, double least) {
        int atLeast = 0;
        for (int mask = 0; mask < 1 << differences.length; mask++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += (mask >>> i & 1) == 0 ? differences[i] : -differences[i];
            }
            atLeast += Math.abs(sum) >= least ? 1 : 0;
        }
        return (double) atLeast / (1 << differences.length);
    }

    /** The arrangement that was observed counts as one of those drawn, so that p is never 0. */
    private static double drawn(double[] differences, double least, int permutations, SplittableRandom random) {
        int atLeast = 1;
        for (int p = 0; p < permutations; p++) {
            double sum = 0;
            long bits = 0;
            for (int i = 0; i < differences.length; i++) {
                bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
                sum += (bits & 1) == 0 ? differences[i] : -differences[i];
            }
            atLeast += Math.abs(sum) >= least ? 1 : 0;
        }
        return (double) atLeast / (permutations + 1);
    }
}
