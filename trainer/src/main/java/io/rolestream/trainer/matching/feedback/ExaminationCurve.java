package io.rolestream.trainer.matching.feedback;

import java.util.Arrays;

/**
 * How probably an entry is looked at by its position, estimated from clicks. The position-based click model says that
 * an entry is opened if it is looked at, which depends on its position alone, and appeals, which depends on the pair of
 * resume and job alone (Craswell et al., 2008). The expected openings are the product of both, which is fitted as a
 * Poisson regression with an effect for each pair: unlike with other models, many pairs that were shown only a few
 * times do not bias it.
 *
 * <p>Only pairs that were shown at several positions, as lists change, tell a good position from a good pair. The fit
 * begins with {@code 1 / position}, stays there where nothing else can be told, and needs openings to leave it.
 */
final class ExaminationCurve {
    static final int POSITIONS = 50;

    /** So many openings count for the curve that it begins with, at each position. */
    private static final double PRIOR = 5;

    private static final double LEAST = 1e-3;
    private static final int ROUNDS = 100;

    /** By position, from 1; the last holds for all further down. */
    private final double[] examined;

    private ExaminationCurve(double[] examined) {
        this.examined = examined;
    }

    /** The curve before any click was seen. */
    static ExaminationCurve prior() {
        double[] curve = new double[POSITIONS];
        Arrays.setAll(curve, i -> 1.0 / (i + 1));
        return new ExaminationCurve(curve);
    }

    /**
     * An entry that was shown.
     *
     * @param pair which resume and job, as a number from 0
     * @param position from 1
     */
    record Impression(int pair, int position, boolean opened) {}

    /** @param pairs one more than the highest pair of the impressions */
    static ExaminationCurve fitted(Impression[] impressions, int pairs) {
        ExaminationCurve curve = prior();
        if (impressions.length == 0) {
            return curve;
        }
        for (int round = 0; round < ROUNDS; round++) {
            curve = curve.improved(impressions, pairs);
        }
        return curve;
    }

    /** One round: the appeals that explain the openings with this curve, then the curve that does with these. */
    private ExaminationCurve improved(Impression[] impressions, int pairs) {
        double[] openings = new double[pairs];
        double[] looks = new double[pairs];
        for (Impression one : impressions) {
            openings[one.pair()] += one.opened() ? 1 : 0;
            looks[one.pair()] += examined[place(one.position())];
        }
        double[] opened = new double[POSITIONS];
        double[] expected = new double[POSITIONS];
        for (Impression one : impressions) {
            int place = place(one.position());
            opened[place] += one.opened() ? 1 : 0;
            expected[place] += openings[one.pair()] / looks[one.pair()];
        }
        double[] next = new double[POSITIONS];
        for (int i = 0; i < POSITIONS; i++) {
            next[i] = (opened[i] + PRIOR / (i + 1)) / (expected[i] + PRIOR);
        }
        // The first position is the measure of the others: only the product with the appeal can be observed.
        double first = next[0];
        Arrays.setAll(next, i -> Math.min(1, Math.max(LEAST, next[i] / first)));
        return new ExaminationCurve(next);
    }

    private static int place(int position) {
        return Math.min(position, POSITIONS) - 1;
    }

    /**
     * The probability that an entry at a position is looked at, relative to the first.
     *
     * @param position from 1
     */
    double at(int position) {
        return examined[place(position)];
    }
}
