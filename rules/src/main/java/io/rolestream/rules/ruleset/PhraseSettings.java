package io.rolestream.rules.ruleset;

/**
 * The numeric settings of phrase rules.
 *
 * @param minimumScore the lowest sum that wins; greater than 0
 * @param leadTokens a keyword that first starts within this many tokens is a leading one; 0 or greater
 * @param leadFactor factor of a leading keyword's weights; greater than 0
 * @param confidence of a role by its lead
 */
record PhraseSettings(double minimumScore, int leadTokens, double leadFactor, Confidence confidence) {
    /**
     * How sure a vote is: {@code highest - (highest - lowest) * exp(-lead / scale)}. So the smallest lead has the
     * lowest confidence, and the largest approaches the highest, because job titles are no more reliable than that.
     *
     * @param lowest 0 to the highest
     * @param highest at most 1
     * @param scale the lead in score over which doubt falls by a factor of e; greater than 0
     */
    record Confidence(double lowest, double highest, double scale) {
        /** For files that name none. */
        static final Confidence DEFAULT = new Confidence(0.40, 0.95, 4);

        boolean hasUsualEnds() {
            return lowest == DEFAULT.lowest && highest == DEFAULT.highest;
        }

        float of(double lead) {
            return (float) (highest - (highest - lowest) * Math.exp(-lead / scale));
        }
    }

    /** The default minimum score. */
    static final double MINIMUM_SCORE = 1;
}
