package io.rolestream.engine.model.bart;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;

/**
 * BART's own keys of {@code config.json}, with the defaults of Python's transformers.
 *
 * @param sizes those of the encoder
 * @param positions the rows of each table of positions: {@code max_position_embeddings} and {@link #FIRST_POSITION}
 * @param embeddingScale what word embeddings are multiplied by
 */
record BartConfig(
        ModelSizes sizes,
        Decoder decoder,
        int positions,
        Activation activation,
        double embeddingScale,
        Tokens tokens,
        Dropouts dropouts) {
    /** The position of a sequence's first token. */
    static final int FIRST_POSITION = 2;

    /** What norms add to a variance; fixed in the model, not a key. */
    static final double EPS = 1e-5;

    record Decoder(int layers, int heads, int intermediateSize) {}

    /**
     * @param start what the decoder reads first
     * @param end of a text; -1 if the file has a list of them, which a generator reads by itself
     */
    record Tokens(int start, int end) {}

    /** @param hidden of embeddings and of what layers add */
    record Dropouts(double hidden, double attention, double activation, double classifier) {}

    static BartConfig of(ConfigKeys keys) {
        int vocabSize = keys.vocabSize("vocab_size");
        int width = keys.width("d_model");
        int positions = keys.positions("max_position_embeddings", 1);
        return new BartConfig(
                new ModelSizes(
                        vocabSize,
                        width,
                        keys.layers("encoder_layers"),
                        keys.heads("encoder_attention_heads", "d_model"),
                        keys.intermediateSize("encoder_ffn_dim"),
                        positions,
                        1,
                        keys.unusedPadding(1, vocabSize)),
                new Decoder(
                        keys.layers("decoder_layers"),
                        keys.heads("decoder_attention_heads", "d_model"),
                        keys.intermediateSize("decoder_ffn_dim")),
                positions + FIRST_POSITION,
                keys.activation("activation_function"),
                keys.flag("scale_embedding", false) ? Math.sqrt(width) : 1,
                new Tokens(
                        keys.token("decoder_start_token_id", 2, vocabSize),
                        keys.isList("eos_token_id") ? -1 : keys.token("eos_token_id", 2, vocabSize)),
                new Dropouts(
                        keys.share("dropout", 0.1),
                        keys.share("attention_dropout", 0),
                        keys.share("activation_dropout", 0),
                        keys.share("classifier_dropout", 0)));
    }
}
