package io.rolestream.evaluation.scores;

/** The current champion. */
public record Champion(String version, DecisionParameters parameters) {}
