package io.rolestream.engine.batching;

/**
 * What an engine has computed since it was started.
 *
 * @param batches including those computed again because of a fault
 * @param sequences those that were completed
 * @param tokens of the completed sequences
 */
public record InferenceStatistics(long batches, long sequences, long tokens) {}
