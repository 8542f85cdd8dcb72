package io.rolestream.evaluation.pairs;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve: how probably a pair that led to an application has a higher score than one that did
 * not, equal scores counting one half (Hanley and McNeil 1982). Sorted once, so that resamples only count.
 */
final class AreaUnderCurve {
    /** {@code [pairs]}, by rising score. */
    private final int[] order;

    private final double[] scores;
    private final boolean[] labels;

    /**
     * @param scores {@code [pairs]}
     * @param labels {@code [pairs]}
     */
    AreaUnderCurve(double[] scores, boolean[] labels) {
        this.scores = scores;
        this.labels = labels;
        order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The area where each pair is there so many times; NaN if only one label is.
     *
     * @param times {@code [pairs]}
     */
    double of(int[] times) {
        double below = 0;
        double won = 0;
        double positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double tiedPositives = 0;
            double tiedNegatives = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                if (labels[order[to]]) {
                    tiedPositives += times[order[to]];
                } else {
                    tiedNegatives += times[order[to]];
                }
                to++;
            }
            won += tiedPositives * (below + tiedNegatives / 2);
            below += tiedNegatives;
            positives += tiedPositives;
            from = to;
        }
        return positives == 0 || below == 0 ? Double.NaN : won / (positives * below);
    }
}
