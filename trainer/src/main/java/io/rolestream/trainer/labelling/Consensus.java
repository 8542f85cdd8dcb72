package io.rolestream.trainer.labelling;

/**
 * The majority vote of the weak labellers on a text.
 *
 * @param role index of the role with the most votes; the fallback if all abstain
 * @param conflicting whether they voted for different roles
 */
public record Consensus(int role, boolean abstained, boolean conflicting) {}
