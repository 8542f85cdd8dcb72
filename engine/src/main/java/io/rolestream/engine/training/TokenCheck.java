package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.ModelConfig;

/** Finds texts that the model cannot read before the first step. */
public final class TokenCheck {
    private TokenCheck() {}

    /**
     * @param name of the text, for messages
     * @throws IllegalArgumentException if it is too long, or a token is not in the vocabulary
     */
    public static void check(ModelConfig config, String name, int[] ids) {
        if (ids.length > config.maxTokens()) {
            throw new IllegalArgumentException(name + " has " + ids.length + " tokens, but the model takes "
                    + config.maxTokens() + "; encode it with that limit");
        }
        for (int id : ids) {
            if (id < 0 || id >= config.vocabSize()) {
                throw new IllegalArgumentException(name + " has the token " + id
                        + ", which is not in the model's vocabulary of " + config.vocabSize()
                        + "; encode it with the model's own tokenizer");
            }
        }
    }
}
