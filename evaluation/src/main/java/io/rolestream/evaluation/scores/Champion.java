package io.rolestream.evaluation.scores;

/**
 * The present champion.
 *
 * @param version its version
 * @param parameters how its logits become decisions
 */
public record Champion(String version, DecisionParameters parameters) {}
