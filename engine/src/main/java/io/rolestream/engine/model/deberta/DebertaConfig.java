package io.rolestream.engine.model.deberta;

import io.rolestream.common.text.Quoted;
import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelSizes;
import java.util.List;
import java.util.Set;

/**
 * DeBERTa's own keys of {@code config.json}, with the defaults of Python's transformers. Options that no v3 checkpoint
 * uses and that would change the forward pass are refused.
 *
 * @param tokenTypes {@code type_vocab_size}, 0 for v3
 * @param absolutePositions {@code position_biased_input}: whether the embeddings hold the positions too
 */
record DebertaConfig(
        ModelSizes sizes,
        int tokenTypes,
        boolean absolutePositions,
        Distances distances,
        Activation activation,
        Activation poolerActivation,
        double eps,
        Dropouts dropouts,
        boolean legacyHead) {
    private static final int MAX_TYPES = 1000;
    private static final int MAX_DISTANCE = 1 << 20;
    private static final List<String> BOTH = List.of("c2p", "p2c");

    /**
     * Relative positions: how far a query is behind a key.
     *
     * @param most {@code max_relative_positions}
     * @param buckets {@code position_buckets}: the table has a row for each short distance and one for several long
     *     ones; 0 if it has one for each
     * @param normalized whether the table goes through a norm
     * @param shared {@code share_att_key}: whether positions have the queries and keys of tokens, not their own
     */
    record Distances(int most, int buckets, boolean normalized, boolean shared) {
        /** The rows of the table for each direction. */
        int span() {
            return buckets > 0 ? buckets : most;
        }
    }

    record Dropouts(double hidden, double attention, double pooler, double classifier) {}

    static DebertaConfig of(ConfigKeys keys) {
        int vocabSize = keys.vocabSize("vocab_size");
        int width = keys.width("hidden_size");
        int heads = keys.heads("num_attention_heads", "hidden_size");
        int positions = keys.positions("max_position_embeddings", 1);
        refuseOthers(keys, width, heads);
        int types = keys.has("type_vocab_size") ? keys.integer("type_vocab_size", 0, MAX_TYPES) : 0;
        double dropout = keys.share("hidden_dropout_prob", 0.1);
        return new DebertaConfig(
                new ModelSizes(
                        vocabSize,
                        width,
                        keys.layers("num_hidden_layers"),
                        heads,
                        keys.intermediateSize("intermediate_size"),
                        positions,
                        Math.max(1, types),
                        keys.unusedPadding(0, vocabSize)),
                types,
                keys.flag("position_biased_input", true),
                distances(keys, positions),
                keys.activation("hidden_act"),
                keys.activation("pooler_hidden_act"),
                keys.eps("layer_norm_eps", 1e-7),
                new Dropouts(
                        dropout,
                        keys.share("attention_probs_dropout_prob", 0.1),
                        keys.share("pooler_dropout", 0),
                        keys.share("cls_dropout", dropout)),
                keys.flag("legacy", true));
    }

    private static Distances distances(ConfigKeys keys, int positions) {
        int most = optional(keys, "max_relative_positions");
        int buckets = optional(keys, "position_buckets");
        if (buckets == 1) {
            throw new IllegalArgumentException("position_buckets must be at least 2, or not above 0 for none, not 1");
        }
        return new Distances(
                most < 1 ? positions : most,
                Math.max(0, buckets),
                keys.oneOf("norm_rel_ebd", "none", "layer_norm").equals("layer_norm"),
                keys.flag("share_att_key", false));
    }

    private static int optional(ConfigKeys keys, String key) {
        return keys.has(key) ? keys.integer(key, -1, MAX_DISTANCE) : -1;
    }

    private static void refuseOthers(ConfigKeys keys, int width, int heads) {
        if (!keys.flag("relative_attention", false)) {
            throw new IllegalArgumentException("relative_attention false is not supported");
        }
        List<String> kinds = keys.barredTexts("pos_att_type");
        if (!Set.copyOf(kinds).equals(Set.copyOf(BOTH))) {
            throw new IllegalArgumentException("pos_att_type " + Quoted.of(String.join("|", kinds))
                    + " is not supported; known is " + String.join("|", BOTH));
        }
        if (keys.has("conv_kernel_size") && keys.integer("conv_kernel_size", -1, MAX_DISTANCE) > 0) {
            throw new IllegalArgumentException(
                    "conv_kernel_size is not supported: the model has a convolution after its first layer");
        }
        requireSame(keys, "embedding_size", width);
        requireSame(keys, "pooler_hidden_size", width);
        requireSame(keys, "attention_head_size", width / heads);
    }

    private static void requireSame(ConfigKeys keys, String key, int expected) {
        if (keys.has(key) && keys.integer(key, 1, MAX_DISTANCE) != expected) {
            throw new IllegalArgumentException(
                    key + " is supported only if it is " + expected + ", as in other models");
        }
    }
}
