package io.rolestream.evaluation.ranking;

import io.rolestream.evaluation.significance.Estimate;

/**
 * A system compared with the first one, by one measure.
 *
 * @param difference of the means: this system's minus the first's
 * @param p of the paired permutation test
 * @param holm the same, corrected for all systems that are compared with the first by this measure
 * @param better queries on which this system scores higher
 * @param worse queries on which it scores lower
 */
public record RankingVersus(Estimate difference, double p, double holm, int better, int worse) {}
