package io.rolestream.rules.ruleset;

/**
 * Weights as whole millionths, so that sums do not depend on the order in which they are added and equal sums are
 * exactly equal.
 */
final class PhraseWeights {
    /** No weight is further from 0 than this. */
    static final double LIMIT = 100;

    private static final double UNITS = 1e6;

    private PhraseWeights() {}

    /** The nearest number of millionths, the even one of two equally near. */
    static long units(double weight) {
        return (long) Math.rint(weight * UNITS);
    }

    /** A number of millionths multiplied by a factor, to the nearest millionth, the even one of two equally near. */
    static long scaled(long units, double factor) {
        return (long) Math.rint(units * factor);
    }

    /** A number of millionths as the number that {@link #units} makes it of. */
    static double number(long units) {
        return units / UNITS;
    }

    /** A number of millionths as it is reported. */
    static float weight(long units) {
        return (float) (units / UNITS);
    }
}
