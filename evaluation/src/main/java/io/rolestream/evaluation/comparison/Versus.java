package io.rolestream.evaluation.comparison;

import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.McNemar;

/**
 * A labeller compared with the first, on the same texts.
 *
 * @param accuracy the difference, positive if this one is better, with an interval from paired resamples
 * @param macroF1 the same of macro-F1
 * @param weightedF1 the same of weighted F1
 * @param texts where only the first, or only this one, is right
 * @param accuracyP of McNemar's exact test, which is also the paired permutation test of accuracy
 * @param accuracyHolm the same, corrected for all labellers that are compared with the first
 * @param macroF1P of a paired permutation test
 * @param macroF1Holm the same, corrected
 */
public record Versus(
        Estimate accuracy,
        Estimate macroF1,
        Estimate weightedF1,
        McNemar texts,
        double accuracyP,
        double accuracyHolm,
        double macroF1P,
        double macroF1Holm) {}
