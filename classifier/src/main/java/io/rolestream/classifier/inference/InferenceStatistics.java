package io.rolestream.classifier.inference;

/**
 * What a classifier has computed since it was opened.
 *
 * @param batches the number of batches
 * @param sequences the number of sequences
 * @param tokens the number of their tokens
 * @param busyNanos how long workers computed, all of them together
 * @param waitingTokens how many tokens wait now
 */
public record InferenceStatistics(long batches, long sequences, long tokens, long busyNanos, long waitingTokens) {}
