package io.rolestream.engine.batching;

/**
 * What a classifier has computed since it was opened.
 *
 * @param batches the number of batches, among them what was computed again because of a fault
 * @param sequences the number of sequences whose logits were found
 * @param tokens the number of their tokens
 */
public record InferenceStatistics(long batches, long sequences, long tokens) {}
