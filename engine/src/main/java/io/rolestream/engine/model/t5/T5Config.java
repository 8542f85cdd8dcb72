package io.rolestream.engine.model.t5;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;

/**
 * T5's own keys of {@code config.json}. What is left out has the default of Python's transformers.
 *
 * @param headWidth {@code d_kv}; all heads together need not be as wide as the model
 * @param feedForward the feed-forward block
 * @param positions relative positions
 * @param head the output layer
 */
record T5Config(
        ModelSizes sizes,
        int decoderLayers,
        int headWidth,
        FeedForward feedForward,
        Positions positions,
        OutputLayer head,
        double eps) {
    /** Positions are relative, so that the model itself has no limit; this bounds memory. */
    static final int MAX_TOKENS = 2048;

    private static final String GATED = "gated-";
    private static final String SCALED = "scale_decoder_outputs";
    private static final String FEED_FORWARD = "feed_forward_proj";

    /** @param gated whether a second linear layer is multiplied with the activated one */
    record FeedForward(boolean gated, Activation activation) {}

    /**
     * @param buckets {@code relative_attention_num_buckets}
     * @param maxDistance {@code relative_attention_max_distance}, from which on all distances are in the last bucket
     */
    record Positions(int buckets, int maxDistance) {}

    /** Where the weights of the output layer are. */
    enum HeadWeights {
        TIED,
        OWN,
        /** The file decides: its own if there are any, else those of the embeddings. */
        OWN_OR_TIED
    }

    /** @param scale of the hidden states before it */
    record OutputLayer(HeadWeights weights, double scale) {}

    static T5Config of(ConfigKeys keys) {
        int vocabSize = keys.vocabSize("vocab_size");
        int width = keys.width("d_model");
        int layers = keys.layers("num_layers");
        return new T5Config(
                new ModelSizes(
                        vocabSize,
                        width,
                        layers,
                        keys.integer("num_heads", 1, 1 << 10),
                        keys.intermediateSize("d_ff"),
                        MAX_TOKENS,
                        1,
                        keys.token("pad_token_id", 0, vocabSize)),
                keys.has("num_decoder_layers") ? keys.layers("num_decoder_layers") : layers,
                keys.width("d_kv"),
                feedForward(keys),
                positions(keys),
                outputLayer(keys, width),
                keys.eps("layer_norm_epsilon", 1e-6));
    }

    private static FeedForward feedForward(ConfigKeys keys) {
        String kind = keys.oneOf(FEED_FORWARD, "relu", "gated-gelu", "gated-relu", "gelu", "gelu_new");
        boolean gated = kind.startsWith(GATED);
        Activation activation = switch (kind) {
            case "gated-gelu", "gelu_new" -> Activation.GELU_NEW;
            case "gelu" -> Activation.GELU;
            default -> Activation.RELU;
        };
        // Both follow from the key above, but where a file has them, they are what transformers computes with.
        return new FeedForward(
                keys.flag("is_gated_act", gated),
                keys.has("dense_act_fn") ? keys.activation("dense_act_fn") : activation);
    }

    private static Positions positions(ConfigKeys keys) {
        int buckets = keys.has("relative_attention_num_buckets")
                ? keys.integer("relative_attention_num_buckets", 4, 1 << 10)
                : 32;
        int maxDistance = keys.has("relative_attention_max_distance")
                ? keys.integer("relative_attention_max_distance", buckets / 2 + 1, 1 << 20)
                : 128;
        if (maxDistance <= buckets / 2) {
            throw new IllegalArgumentException(
                    "relative_attention_num_buckets " + buckets + " leaves none for distances above " + maxDistance);
        }
        return new Positions(buckets, maxDistance);
    }

    /**
     * A tied layer needs the scale. Files of transformers 5 say whether to scale; they call every layer tied, also one
     * that has weights of its own.
     */
    private static OutputLayer outputLayer(ConfigKeys keys, int width) {
        boolean tied = keys.flag("tie_word_embeddings", true);
        boolean scaled = keys.flag(SCALED, tied);
        HeadWeights weights = tied ? HeadWeights.TIED : HeadWeights.OWN;
        return new OutputLayer(keys.has(SCALED) ? HeadWeights.OWN_OR_TIED : weights, scaled ? 1 / Math.sqrt(width) : 1);
    }

    int innerWidth() {
        return sizes.heads() * headWidth;
    }
}
