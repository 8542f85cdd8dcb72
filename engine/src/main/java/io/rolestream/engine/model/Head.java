package io.rolestream.engine.model;

/** What follows an encoder. */
public enum Head {
    /** A sequence's vector leads to one logit for each label. */
    CLASSIFIER,
    /** A token's vector leads to one logit for each token of the vocabulary. */
    MASKED_LANGUAGE_MODEL,
    /** A token's vector leads to one logit for each token that can follow it: what a decoder alone has. */
    LANGUAGE_MODEL,
    /** Nothing: the encoder's hidden states are the result. */
    NONE
}
