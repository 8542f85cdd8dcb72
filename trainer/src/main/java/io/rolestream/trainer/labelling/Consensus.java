package io.rolestream.trainer.labelling;

/**
 * What weak labellers say of a text together.
 *
 * @param role the index of the role that most name; the fallback where all abstain
 * @param abstained whether all abstained
 * @param conflicting whether they name several roles
 */
public record Consensus(int role, boolean abstained, boolean conflicting) {}
