package io.rolestream.classifier.encoder;

import io.rolestream.classifier.checkpoint.ModelConfig;

/** What every forward pass asks of its input. An id or position out of range would crash or silently read other memory. */
final class Inputs {
    private Inputs() {}

    /** @throws IllegalArgumentException if a sequence is too long, or an id is not in the vocabulary */
    static void check(PackedSequences sequences, ModelConfig config) {
        if (sequences.longest() > config.maxTokens()) {
            throw new IllegalArgumentException("a sequence has " + sequences.longest() + " tokens, but the model takes "
                    + config.maxTokens() + " at most");
        }
        for (int id : sequences.ids()) {
            if (id < 0 || id >= config.vocabSize()) {
                throw new IllegalArgumentException("token " + id + " is not in the model's vocabulary of "
                        + config.vocabSize() + "; the tokenizer is another model's");
            }
        }
    }

    /** The row of the position table of a sequence's first token. */
    static int positionOffset(ModelConfig config) {
        return config.type().offsetsPositions() ? config.padTokenId() + 1 : 0;
    }
}
