package io.rolestream.engine.batching;

/**
 * What an engine has computed since it was started.
 *
 * @param batches the number of batches, among them what was computed again because of a fault
 * @param sequences the number of sequences that were completed
 * @param tokens the number of their tokens
 */
public record InferenceStatistics(long batches, long sequences, long tokens) {}
