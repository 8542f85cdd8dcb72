package io.rolestream.benchmarks.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.bert.Bert;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A model to measure; its weights are random, which changes nothing in what it costs. */
enum Size {
    /** As roberta-base. */
    BASE(Bert.roberta(50_265, 768, 12, 12, 3_072, 512)),
    /** As the compact base that comes with the project. */
    COMPACT(Bert.roberta(8_192, 256, 4, 4, 1_024, 512)),
    /** As distilroberta-base, to compare DistilBERT with. */
    HALF(Bert.roberta(50_265, 768, 6, 12, 3_072, 512)),
    /** As distilbert-base. */
    DISTILBERT(ModelConfig.of(Map.of(
            "model_type", "distilbert",
            "vocab_size", 30_522,
            "dim", 768,
            "n_layers", 6,
            "n_heads", 12,
            "hidden_dim", 3_072,
            "max_position_embeddings", 512))),
    /** As ModernBERT-base. */
    MODERNBERT(ModelConfig.of(Map.of(
            "model_type", "modernbert",
            "vocab_size", 50_368,
            "hidden_size", 768,
            "num_hidden_layers", 22,
            "num_attention_heads", 12,
            "intermediate_size", 1_152,
            "max_position_embeddings", 8_192))),
    /** As deberta-v3-base. */
    DEBERTA(ModelConfig.of(Map.ofEntries(
            Map.entry("model_type", "deberta-v2"),
            Map.entry("vocab_size", 128_100),
            Map.entry("hidden_size", 768),
            Map.entry("num_hidden_layers", 12),
            Map.entry("num_attention_heads", 12),
            Map.entry("intermediate_size", 3_072),
            Map.entry("max_position_embeddings", 512),
            Map.entry("relative_attention", true),
            Map.entry("position_buckets", 256),
            Map.entry("norm_rel_ebd", "layer_norm"),
            Map.entry("share_att_key", true),
            Map.entry("pos_att_type", "p2c|c2p"),
            Map.entry("position_biased_input", false)))),
    /** As bart-large. */
    BART(ModelConfig.of(Map.of(
            "model_type", "bart",
            "vocab_size", 50_265,
            "d_model", 1_024,
            "encoder_layers", 12,
            "decoder_layers", 12,
            "encoder_attention_heads", 16,
            "decoder_attention_heads", 16,
            "encoder_ffn_dim", 4_096,
            "decoder_ffn_dim", 4_096,
            "max_position_embeddings", 1_024)));

    private static final int LABELS = 14;

    private final ModelConfig config;

    Size(ModelConfig config) {
        this.config = config.withLabels(
                IntStream.range(0, LABELS).mapToObj(i -> "role " + i).toList());
    }

    ModelConfig config() {
        return config;
    }

    /**
     * Floating-point operations, a multiplication and an addition as two, of a forward pass: only linear layers and
     * attention, with the last layer for first tokens only; DeBERTa's without the table of distances.
     */
    double forwardFlops(List<int[]> sequences) {
        double hidden = config.hiddenSize();
        double inner = config.intermediateSize();
        boolean gated = this == MODERNBERT; // its last layer is computed for all tokens
        double afterQkv = 2 * (hidden * hidden + (gated ? 3 : 2) * hidden * inner);
        double sum = 0;
        for (int[] sequence : sequences) {
            double length = sequence.length;
            double fullLayer = length * (6 * hidden * hidden + afterQkv + 4 * length * hidden);
            double firstOnly = length * 4 * hidden * hidden + 2 * hidden * hidden + afterQkv + 4 * length * hidden;
            double lastLayer = gated ? fullLayer : firstOnly;
            double crossLayer = length * (8 * hidden * hidden + 4 * length * hidden);
            sum += (config.layers() - 1) * fullLayer + lastLayer + 2 * hidden * (hidden + LABELS);
            if (this == DEBERTA) { // scores with twice as many distances as keys, of queries and of keys
                sum += (config.layers() - 1) * 8 * length * length * hidden;
            } else if (this == BART) { // the encoder's last layer is whole, as are the keys and values of the decoder's
                sum += fullLayer + (config.layers() - 1) * (fullLayer + crossLayer) + length * 4 * hidden * hidden;
            }
        }
        return sum;
    }

    /** As {@link #forwardFlops}, of a step of training: the whole last layer, and twice as much again backward. */
    double trainingFlops(List<int[]> sequences) {
        double hidden = config.hiddenSize();
        double perToken = 8 * hidden * hidden + (this == MODERNBERT ? 6 : 4) * hidden * config.intermediateSize();
        return sequences.stream()
                .mapToDouble(ids -> 3.0 * config.layers() * ids.length * (perToken + 4 * ids.length * hidden))
                .sum();
    }
}
