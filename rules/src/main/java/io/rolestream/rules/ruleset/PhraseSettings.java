package io.rolestream.rules.ruleset;

/**
 * The numeric settings of phrase rules.
 *
 * @param minimumScore the lowest sum that wins; greater than 0
 * @param leadTokens a keyword that first starts within this many tokens is a leading one; 0 or greater
 * @param leadFactor factor of a leading keyword's weights; greater than 0
 * @param confidenceScale the lead in score over which doubt falls by a factor of e, see {@link PhraseRules}; greater
 *     than 0
 */
record PhraseSettings(double minimumScore, int leadTokens, double leadFactor, double confidenceScale) {
    /** The default minimum score. */
    static final double MINIMUM_SCORE = 1;

    /** The default, fitted to the default rules on labelled postings. */
    static final double CONFIDENCE_SCALE = 4;
}
