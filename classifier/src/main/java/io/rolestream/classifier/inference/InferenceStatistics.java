package io.rolestream.classifier.inference;

/**
 * What a classifier has computed since it was opened.
 *
 * @param batches the number of batches, among them what was computed again because of a fault
 * @param sequences the number of sequences whose logits were found
 * @param tokens the number of their tokens
 * @param paddedTokens how many tokens the batches would have if each sequence were padded to the longest of its batch
 * @param busyNanos how long workers computed, all of them together
 * @param waitingTokens how many tokens wait now
 * @param batchTokens how many tokens a batch has now at most: the options' budget, or less since the device ran out of memory
 */
public record InferenceStatistics(
        long batches,
        long sequences,
        long tokens,
        long paddedTokens,
        long busyNanos,
        long waitingTokens,
        int batchTokens) {}
