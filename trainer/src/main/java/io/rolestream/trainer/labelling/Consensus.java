package io.rolestream.trainer.labelling;

/**
 * What the weak labellers' votes on a text come to.
 *
 * @param role index of the role they decide on; the fallback if all abstain
 * @param conflicting whether they voted for different roles
 */
public record Consensus(int role, boolean abstained, boolean conflicting) {}
