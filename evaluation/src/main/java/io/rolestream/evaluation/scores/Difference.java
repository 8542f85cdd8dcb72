package io.rolestream.evaluation.scores;

import io.rolestream.evaluation.significance.Estimate;

/** {@code of} minus {@code against}, with intervals from paired resamples: each resample scores both. */
public record Difference(Contender of, Contender against, Estimate accuracy, Estimate macroF1) {}
