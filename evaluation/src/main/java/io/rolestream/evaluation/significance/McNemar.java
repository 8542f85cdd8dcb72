package io.rolestream.evaluation.significance;

/**
 * McNemar's test, exact (1947): whether two labellers are right equally often on the same texts. Only texts on which
 * one of them is right count; if both are equally good, each such text is a fair coin. A paired permutation test of the
 * difference in accuracy is the same test.
 *
 * @param firstAlone texts on which only the first is right
 * @param secondAlone texts on which only the second is right
 */
public record McNemar(long firstAlone, long secondAlone) {
    public McNemar {
        if (firstAlone < 0 || secondAlone < 0) {
            throw new IllegalArgumentException("counts below 0: " + firstAlone + ", " + secondAlone);
        }
    }

    /**
     * Counts the texts.
     *
     * @param truth {@code [items]}
     * @param first answers, {@code [items]}
     * @param second answers, {@code [items]}
     */
    public static McNemar of(int[] truth, int[] first, int[] second) {
        long firstAlone = 0;
        long secondAlone = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean firstRight = first[i] == truth[i];
            boolean secondRight = second[i] == truth[i];
            firstAlone += firstRight && !secondRight ? 1 : 0;
            secondAlone += secondRight && !firstRight ? 1 : 0;
        }
        return new McNemar(firstAlone, secondAlone);
    }

    /** The two-sided p-value: that fair coins fall at least as unevenly. 1 if no text counts. */
    public double p() {
        long texts = firstAlone + secondAlone;
        long fewer = Math.min(firstAlone, secondAlone);
        double logOfTerm = -texts * Math.log(2);
        for (long i = 1; i <= fewer; i++) {
            logOfTerm += Math.log((double) (texts - fewer + i) / i);
        }
        // From the largest term of the tail to the smallest; the later ones vanish.
        double tail = 0;
        double term = Math.exp(logOfTerm);
        for (long k = fewer; k >= 0 && term > tail * 1e-17; k--) {
            tail += term;
            term *= (double) k / (texts - k + 1);
        }
        return Math.min(1, 2 * tail);
    }
}
