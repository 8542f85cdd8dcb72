package io.rolestream.engine.model;

/** What follows an encoder. */
public enum Head {
    /** A sequence's vector leads to one logit for each label. */
    CLASSIFIER,
    /** A token's vector leads to one logit for each token of the vocabulary. */
    MASKED_LANGUAGE_MODEL,
    /** A token's vector leads to one logit for each token that can follow it: what a decoder alone has. */
    LANGUAGE_MODEL,
    /**
     * As {@link #LANGUAGE_MODEL}, and a critic beside it: a second body, whose vector of a token leads to one number,
     * the value of what follows.
     */
    ACTOR_CRITIC,
    /** Nothing: the encoder's hidden states are the result. */
    NONE;

    /** Whether it is a decoder's, which writes texts. */
    public boolean generates() {
        return this == LANGUAGE_MODEL || this == ACTOR_CRITIC;
    }
}
