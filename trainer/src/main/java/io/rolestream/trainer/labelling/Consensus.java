package io.rolestream.trainer.labelling;

/**
 * What weak labellers say of a text together.
 *
 * @param role the index of the role that most name; the fallback where all abstain
 * @param shares how many of those that did not abstain name each role, {@code [roles]}, summing to 1. Not copied: leave it as it is
 * @param abstained whether all abstained
 * @param conflicting whether they name several roles
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Consensus(int role, float[] shares, boolean abstained, boolean conflicting) {}
