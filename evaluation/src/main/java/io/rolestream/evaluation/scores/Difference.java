package io.rolestream.evaluation.scores;

import io.rolestream.evaluation.significance.Estimate;

/**
 * How much better one contender is than another on the same items. The intervals are of paired resamples: each resample scores both.
 *
 * @param of whose scores the others are subtracted from
 * @param against whose scores are subtracted
 * @param accuracy the difference in accuracy, -1 to 1
 * @param macroF1 the difference in macro-F1, -1 to 1
 */
public record Difference(Contender of, Contender against, Estimate accuracy, Estimate macroF1) {}
