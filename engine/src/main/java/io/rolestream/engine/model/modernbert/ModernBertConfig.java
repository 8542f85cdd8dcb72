package io.rolestream.engine.model.modernbert;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;
import java.util.List;

/** ModernBERT's own keys of {@code config.json}. What is left out has the default of Python's transformers. */
record ModernBertConfig(
        ModelSizes sizes,
        Attention attention,
        Biases biases,
        Dropouts dropouts,
        Head head,
        Activation activation,
        double eps) {
    private static final int PADDING = 50_283;
    private static final int MAX_WINDOW = 1 << 20;
    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";

    /**
     * The reach of attention.
     *
     * @param globalEvery in every so many layers, beginning with the first, all tokens attend to all
     * @param window in the other layers, to those at most this many places away
     * @param globalTheta base of the rotary positions in global layers
     * @param localTheta base in the other layers
     */
    record Attention(int globalEvery, int window, double globalTheta, double localTheta) {}

    record Biases(boolean norm, boolean attention, boolean feedForward, boolean head, boolean decoder) {}

    record Dropouts(double embedding, double attention, double feedForward, double classifier) {}

    /** @param pooling {@code cls} or {@code mean} */
    record Head(String pooling, Activation activation) {}

    static ModernBertConfig of(ConfigKeys keys) {
        int vocabSize = keys.vocabSize("vocab_size");
        return new ModernBertConfig(
                new ModelSizes(
                        vocabSize,
                        keys.width("hidden_size"),
                        keys.layers("num_hidden_layers"),
                        keys.heads("num_attention_heads", "hidden_size"),
                        keys.intermediateSize("intermediate_size"),
                        keys.positions("max_position_embeddings", 1),
                        1,
                        keys.unusedPadding(PADDING, vocabSize)),
                attention(keys),
                new Biases(
                        keys.flag("norm_bias", false),
                        keys.flag("attention_bias", false),
                        keys.flag("mlp_bias", false),
                        keys.flag("classifier_bias", false),
                        keys.flag("decoder_bias", true)),
                new Dropouts(
                        keys.share("embedding_dropout", 0),
                        keys.share("attention_dropout", 0),
                        keys.share("mlp_dropout", 0),
                        keys.share("classifier_dropout", 0)),
                new Head(keys.oneOf("classifier_pooling", "cls", "mean"), keys.activation("classifier_activation")),
                keys.activation("hidden_activation"),
                keys.eps("norm_eps", 1e-5));
    }

    private static Attention attention(ConfigKeys keys) {
        if (keys.has("rope_scaling")) {
            throw new IllegalArgumentException("rope_scaling is not supported");
        }
        int every = keys.has("global_attn_every_n_layers") ? keys.integer("global_attn_every_n_layers", 1, 1000) : 3;
        checkLayers(keys.texts("layer_types"), every);
        int window = keys.has("local_attention") ? keys.integer("local_attention", 2, MAX_WINDOW) : 128;
        double wide = theta(keys, FULL, keys.decimal("global_rope_theta", 160_000));
        double near =
                theta(keys, SLIDING, keys.isNull("local_rope_theta") ? wide : keys.decimal("local_rope_theta", 10_000));
        return new Attention(every, window / 2, wide, near);
    }

    /** Newer files list the kind of each layer; only the original order is supported. */
    private static void checkLayers(List<String> kinds, int every) {
        for (int i = 0; i < kinds.size(); i++) {
            if (!kinds.get(i).equals(i % every == 0 ? FULL : SLIDING)) {
                throw new IllegalArgumentException("layer_types is supported only with " + FULL
                        + " in every layer that is a multiple of " + every);
            }
        }
    }

    /** Newer files have the rotary bases in {@code rope_parameters}. */
    private static double theta(ConfigKeys keys, String kind, double otherwise) {
        ConfigKeys parameters = keys.inside("rope_parameters").inside(kind);
        parameters.oneOf("rope_type", "default");
        double theta = parameters.decimal("rope_theta", otherwise);
        if (!(theta > 1)) {
            throw new IllegalArgumentException("the base of rotary positions must be above 1, not " + theta);
        }
        return theta;
    }
}
