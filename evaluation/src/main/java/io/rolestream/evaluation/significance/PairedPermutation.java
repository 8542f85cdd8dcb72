package io.rolestream.evaluation.significance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A paired permutation test of the difference in macro-F1 (Yeh 2000): if two labellers are equally good, a text's two
 * answers could as well be swapped. The p-value is the share of swaps of random texts after which the difference is at
 * least as large as it was, in either direction.
 *
 * <p>Texts with the same true role and the same two answers are alike, so only the number of them that are swapped is
 * drawn. Up to {@value #ENUMERATED} texts with different answers, all swaps are enumerated, and the p-value is exact.
 */
public final class PairedPermutation {
    private static final int ENUMERATED = 13;

    /** Sums of the same numbers in another order differ by less. */
    private static final double ROUNDING = 1e-12;

    private final int roles;
    private final double[] support;
    /** True role, first answer, second answer and number of texts, where the answers differ. */
    private final List<int[]> cells = new ArrayList<>();
    /** Of the texts on which the answers agree, by role: answers, right answers. */
    private final int[] agreed;

    private final int[] agreedRight;
    private int differing;

    private PairedPermutation(int roles, int[] truth, int[] first, int[] second) {
        this.roles = roles;
        this.support = new double[roles];
        this.agreed = new int[roles];
        this.agreedRight = new int[roles];
        Map<List<Integer>, int[]> known = new HashMap<>();
        for (int i = 0; i < truth.length; i++) {
            support[truth[i]]++;
            if (first[i] == second[i]) {
                agreed[first[i]]++;
                agreedRight[first[i]] += first[i] == truth[i] ? 1 : 0;
            } else {
                differing++;
                int[] fresh = {truth[i], first[i], second[i], 0};
                known.computeIfAbsent(List.of(truth[i], first[i], second[i]), absent -> {
                    cells.add(fresh);
                    return fresh;
                })[3]++;
            }
        }
    }

    /**
     * The two-sided p-value.
     *
     * @param truth {@code [items]}, below {@code roles}
     * @param first answers, {@code [items]}
     * @param second answers, {@code [items]}
     * @param permutations drawn, unless all are enumerated
     */
    public static double ofMacroF1(int roles, int[] truth, int[] first, int[] second, int permutations, long seed) {
        PairedPermutation test = new PairedPermutation(roles, truth, first, second);
        return test.differing <= ENUMERATED ? test.enumerated() : test.drawn(permutations, new SplittableRandom(seed));
    }

    private double enumerated() {
        int[] swapped = new int[cells.size()];
        double observed = Math.abs(difference(swapped));
        int atLeast = 0;
        for (int mask = 0; mask < 1 << differing; mask++) {
            int rest = mask;
            for (int c = 0; c < swapped.length; c++) {
                int texts = cells.get(c)[3];
                swapped[c] = Integer.bitCount(rest & ((1 << texts) - 1));
                rest >>>= texts;
            }
            atLeast += Math.abs(difference(swapped)) >= observed - ROUNDING ? 1 : 0;
        }
        return (double) atLeast / (1 << differing);
    }

    /** The arrangement that was observed counts as one of those drawn, so that p is never 0. */
    private double drawn(int permutations, SplittableRandom random) {
        int[] swapped = new int[cells.size()];
        double observed = Math.abs(difference(swapped));
        int atLeast = 1;
        for (int p = 0; p < permutations; p++) {
            for (int c = 0; c < swapped.length; c++) {
                swapped[c] = heads(cells.get(c)[3], random);
            }
            atLeast += Math.abs(difference(swapped)) >= observed - ROUNDING ? 1 : 0;
        }
        return (double) atLeast / (permutations + 1);
    }

    private static int heads(int coins, SplittableRandom random) {
        int heads = 0;
        int left = coins;
        for (; left >= Long.SIZE; left -= Long.SIZE) {
            heads += Long.bitCount(random.nextLong());
        }
        return left == 0 ? heads : heads + Long.bitCount(random.nextLong() >>> (Long.SIZE - left));
    }

    /** The second's macro-F1 minus the first's, after swapping the answers of so many texts of each cell. */
    private double difference(int[] swapped) {
        int[] first = agreed.clone();
        int[] firstRight = agreedRight.clone();
        int[] second = agreed.clone();
        int[] secondRight = agreedRight.clone();
        for (int c = 0; c < swapped.length; c++) {
            int[] cell = cells.get(c);
            int kept = cell[3] - swapped[c];
            add(cell[0], cell[1], kept, first, firstRight);
            add(cell[0], cell[2], swapped[c], first, firstRight);
            add(cell[0], cell[2], kept, second, secondRight);
            add(cell[0], cell[1], swapped[c], second, secondRight);
        }
        return macroF1(second, secondRight) - macroF1(first, firstRight);
    }

    private static void add(int truth, int answer, int texts, int[] answered, int[] right) {
        answered[answer] += texts;
        right[answer] += answer == truth ? texts : 0;
    }

    private double macroF1(int[] answered, int[] right) {
        double sum = 0;
        int occurring = 0;
        for (int role = 0; role < roles; role++) {
            double both = support[role] + answered[role];
            sum += both == 0 ? 0 : 2 * right[role] / both;
            occurring += both == 0 ? 0 : 1;
        }
        return sum / occurring;
    }
}
