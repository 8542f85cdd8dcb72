package io.rolestream.rules.ruleset;

/**
 * Weights as whole millionths, so that sums do not depend on the order in which they are added and equal sums are
 * exactly equal.
 */
final class PhraseWeights {
    /** The largest absolute weight. */
    static final double LIMIT = 100;

    private static final double UNITS = 1e6;

    private PhraseWeights() {}

    /** A weight in millionths, rounded half to even. */
    static long units(double weight) {
        return (long) Math.rint(weight * UNITS);
    }

    /** Millionths times a factor, rounded half to even. */
    static long scaled(long units, double factor) {
        return (long) Math.rint(units * factor);
    }

    /** The weight of a number of millionths. */
    static double number(long units) {
        return units / UNITS;
    }

    static float weight(long units) {
        return (float) (units / UNITS);
    }
}
