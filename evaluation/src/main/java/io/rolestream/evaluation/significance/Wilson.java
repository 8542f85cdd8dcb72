package io.rolestream.evaluation.significance;

/** The interval of E. B. Wilson (1927) for a proportion; valid for few items and for proportions near 0 and 1. */
public final class Wilson {
    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959964;

    private Wilson() {}

    /** The lower bound of 95 %; 0 if nothing was seen. */
    public static double lowerBound(long hits, long seen) {
        return interval(hits, seen).lower();
    }

    /** The share with its interval of 95 %; 0, and all that is possible, if nothing was seen. */
    public static Estimate interval(long hits, long seen) {
        return seen == 0 ? new Estimate(0, 0, 1) : ofMean((double) hits / seen, seen);
    }

    /**
     * The same of a mean of values from 0 to 1. They vary no more than hits and misses with this mean, so the interval
     * is at least as wide as theirs.
     *
     * @param share 0 to 1
     * @param seen how many values, at least one
     */
    static Estimate ofMean(double share, long seen) {
        double centre = share + Z * Z / (2 * seen);
        double spread = Z * Math.sqrt(share * (1 - share) / seen + Z * Z / (4.0 * seen * seen));
        double scale = 1 + Z * Z / seen;
        // Rounding must not put the share outside where it is 0 or 1.
        return new Estimate(
                share,
                Math.max(0, Math.min(share, (centre - spread) / scale)),
                Math.min(1, Math.max(share, (centre + spread) / scale)));
    }
}
