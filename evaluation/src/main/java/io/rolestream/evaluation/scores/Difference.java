package io.rolestream.evaluation.scores;

import io.rolestream.evaluation.significance.Estimate;

/**
 * The difference of two contenders' scores on the same items. Its intervals come from paired resamples: each resample
 * scores both.
 *
 * @param of the minuend
 * @param against the subtrahend
 * @param accuracy the difference in accuracy, -1 to 1
 * @param macroF1 the difference in macro-F1, -1 to 1
 */
public record Difference(Contender of, Contender against, Estimate accuracy, Estimate macroF1) {}
