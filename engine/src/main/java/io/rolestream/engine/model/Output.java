package io.rolestream.engine.model;

/** What an {@link Encoder} computes for each sequence. */
public enum Output {
    /** One logit for each label; needs parameters with a {@link Head#CLASSIFIER}. */
    LOGITS,
    /** The hidden state of the first token, as wide as the model. */
    FIRST_TOKEN,
    /** The mean of all tokens' hidden states, as wide as the model. */
    MEAN;

    /** The function of the script. */
    String function() {
        return switch (this) {
            case LOGITS -> "logits";
            case FIRST_TOKEN -> "first_token";
            case MEAN -> "mean_pooled";
        };
    }

    /** Checks that a model's parameters can give it. */
    void check(ModelParameters parameters) {
        if (this == LOGITS && parameters.head() != Head.CLASSIFIER) {
            throw new IllegalArgumentException("no classifier, but a head " + parameters.head());
        }
    }
}
