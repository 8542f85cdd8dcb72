package io.rolestream.engine.model.llama;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;
import java.util.List;

/**
 * The own keys of {@code config.json} of Llama, Qwen2 and Mistral. What is left out has the default of Python's
 * transformers.
 *
 * @param keyHeads {@code num_key_value_heads}; as many heads of queries share each
 * @param headWidth {@code head_dim}; all heads together need not be as wide as the model
 * @param tied whether the output layer is the table of embeddings
 */
record LlamaConfig(
        ModelSizes sizes,
        int keyHeads,
        int headWidth,
        Biases biases,
        Window window,
        Positions positions,
        boolean tied,
        double eps) {
    static final String LLAMA = "llama";
    static final String QWEN = "qwen2";
    static final String MISTRAL = "mistral";

    /** {@code eos_token_id} of Llama and Mistral where no file says it. */
    static final int END = 2;

    /** Models may read more; this bounds the memory of keys and values. */
    static final int MAX_TOKENS = 1 << 15;

    private static final String HEADS = "num_attention_heads";
    private static final String KEY_HEADS = "num_key_value_heads";
    private static final String HEAD_WIDTH = "head_dim";
    private static final String HIDDEN = "hidden_size";
    private static final String WINDOW = "sliding_window";
    private static final String THETA = "rope_theta";
    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";
    private static final int MAX_HEADS = 1 << 10;
    private static final int MAX_WINDOW = 1 << 24;

    /** @param attention of queries, keys and values */
    record Biases(boolean attention, boolean output, boolean feedForward) {}

    /**
     * The reach of attention.
     *
     * @param tokens a token sees itself and those before it, so many in all; 0 for all
     * @param firstLayer the layers from this one on have the window
     */
    record Window(int tokens, int firstLayer) {}

    /** @param theta the base of rotary positions */
    record Positions(double theta, RotaryScaling scaling) {}

    static LlamaConfig of(ConfigKeys keys) {
        String type = String.valueOf(keys.text("model_type"));
        keys.oneOf("hidden_act", "silu", "swish"); // two names of one function
        if (!keys.flag("is_causal", true)) {
            throw new IllegalArgumentException("is_causal false is not supported");
        }
        int hidden = keys.width(HIDDEN);
        int layers = keys.layers("num_hidden_layers");
        int heads = keys.integer(HEADS, 1, MAX_HEADS);
        Window window = window(keys, type);
        checkLayers(keys.texts("layer_types"), window);
        return new LlamaConfig(
                new ModelSizes(
                        keys.vocabSize("vocab_size"),
                        hidden,
                        layers,
                        heads,
                        keys.intermediateSize("intermediate_size"),
                        Math.min(keys.positions("max_position_embeddings", 1), MAX_TOKENS),
                        1,
                        0), // prompts are not padded
                keyHeads(keys, type, heads),
                headWidth(keys, hidden),
                biases(keys, type),
                window,
                positions(keys),
                keys.flag("tie_word_embeddings", false),
                keys.eps("rms_norm_eps", 1e-6));
    }

    private static int keyHeads(ConfigKeys keys, String type, int heads) {
        int otherwise = keys.isNull(KEY_HEADS)
                ? heads
                : switch (type) {
                    case MISTRAL -> 8;
                    case QWEN -> 32;
                    default -> heads;
                };
        int keyHeads = keys.has(KEY_HEADS) ? keys.integer(KEY_HEADS, 1, heads) : otherwise;
        if (heads % keyHeads != 0) {
            throw new IllegalArgumentException(
                    HEADS + " " + heads + " is not a multiple of " + KEY_HEADS + " " + keyHeads);
        }
        return keyHeads;
    }

    private static int headWidth(ConfigKeys keys, int hidden) {
        int width = keys.has(HEAD_WIDTH) ? keys.width(HEAD_WIDTH) : hidden / keys.heads(HEADS, HIDDEN);
        if (width % 2 != 0) {
            throw new IllegalArgumentException(HEAD_WIDTH + " must be even for rotary positions, not " + width);
        }
        return width;
    }

    private static Biases biases(ConfigKeys keys, String type) {
        if (!type.equals(LLAMA)) {
            return new Biases(type.equals(QWEN), false, false);
        }
        boolean attention = keys.flag("attention_bias", false);
        return new Biases(attention, attention, keys.flag("mlp_bias", false));
    }

    private static Window window(ConfigKeys keys, String type) {
        boolean windowed = type.equals(MISTRAL) ? !keys.isNull(WINDOW) : keys.flag("use_sliding_window", false);
        if (!windowed || type.equals(LLAMA)) {
            return new Window(0, 0);
        }
        int tokens = keys.has(WINDOW) ? keys.integer(WINDOW, 1, MAX_WINDOW) : 4096;
        if (type.equals(MISTRAL)) {
            return new Window(tokens, 0);
        }
        return new Window(tokens, keys.has("max_window_layers") ? keys.integer("max_window_layers", 0, 1000) : 28);
    }

    /** Newer files list the kind of each layer; only the order that follows from the other keys is supported. */
    private static void checkLayers(List<String> kinds, Window window) {
        for (int i = 0; i < kinds.size(); i++) {
            String expected = window.tokens() > 0 && i >= window.firstLayer() ? SLIDING : FULL;
            if (!kinds.get(i).equals(expected)) {
                throw new IllegalArgumentException("layer_types is supported only as it follows from " + WINDOW
                        + ", with " + expected + " in layer " + i);
            }
        }
    }

    /** Newer files have base and scaling in {@code rope_parameters}. */
    private static Positions positions(ConfigKeys keys) {
        String section = keys.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
        ConfigKeys scaling = keys.inside(section);
        for (ConfigKeys place : List.of(keys, scaling)) {
            if (place.decimal("partial_rotary_factor", 1) != 1) {
                throw new IllegalArgumentException("partial_rotary_factor is not supported");
            }
        }
        double theta = scaling.decimal(THETA, keys.decimal(THETA, 10_000));
        if (!(theta > 1 && Double.isFinite(theta))) {
            throw new IllegalArgumentException(THETA + " must be above 1, not " + theta);
        }
        return new Positions(theta, RotaryScaling.of(section, scaling));
    }
}
