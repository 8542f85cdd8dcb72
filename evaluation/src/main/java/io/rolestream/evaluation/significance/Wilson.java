package io.rolestream.evaluation.significance;

/** The interval of E. B. Wilson (1927) for a proportion; valid for few items and for proportions near 0 and 1. */
public final class Wilson {
    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959964;

    private Wilson() {}

    /** The lower bound of 95 %; 0 if nothing was seen. */
    public static double lowerBound(long hits, long seen) {
        if (seen == 0) {
            return 0;
        }
        double share = (double) hits / seen;
        double centre = share + Z * Z / (2 * seen);
        double spread = Z * Math.sqrt(share * (1 - share) / seen + Z * Z / (4.0 * seen * seen));
        return Math.max(0, (centre - spread) / (1 + Z * Z / seen));
    }
}
