package io.rolestream.engine.model.deberta;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DeBERTa v3, and v2 without its convolution (He et al., 2021). Attention has three terms: what a query and a key are,
 * what the query is and how far the key, what the key is and how far the query.
 */
public final class Deberta implements EncoderFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("deberta-v2");
    }

    @Override
    public String className(String modelType) {
        return "DebertaV2";
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return DebertaConfig.of(keys).sizes();
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        DebertaConfig own = DebertaConfig.of(config.keys());
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("deberta.");
        addEmbeddings(own, all);
        for (int i = 0; i < config.layers(); i++) {
            addLayer(own, all, i);
        }
        switch (head) {
            case CLASSIFIER -> {
                all.head(head);
                all.linear("head.dense", hidden, hidden, "pooler.dense");
                all.linear("head.output", config.labels().size(), hidden, "classifier");
            }
            case MASKED_LANGUAGE_MODEL -> { // its output shares the word embeddings
                String predictions = own.legacyHead() ? "cls.predictions." : "lm_predictions.lm_head.";
                String transform = own.legacyHead() ? predictions + "transform." : predictions;
                all.head(head);
                all.linear("head.dense", hidden, hidden, transform + "dense");
                all.norm("head.norm", hidden, transform + "LayerNorm");
                all.bias("head.bias", config.vocabSize(), predictions + "bias");
            }
            case NONE -> {}
            case LANGUAGE_MODEL -> throw new IllegalArgumentException("an encoder has no head that generates text");
        }
        return all.build();
    }

    private static void addEmbeddings(DebertaConfig own, ModelLayout.Builder all) {
        ModelSizes sizes = own.sizes();
        int hidden = sizes.hiddenSize();
        all.table("embeddings.word", sizes.vocabSize(), hidden, "embeddings.word_embeddings");
        if (own.absolutePositions()) {
            all.table("embeddings.position", sizes.maxTokens(), hidden, "embeddings.position_embeddings");
        }
        if (own.tokenTypes() > 0) {
            all.table("embeddings.type", own.tokenTypes(), hidden, "embeddings.token_type_embeddings");
        }
        all.norm("embeddings.norm", hidden, "embeddings.LayerNorm");
        all.table("distances.table", 2L * own.distances().span(), hidden, "encoder.rel_embeddings");
        if (own.distances().normalized()) {
            all.norm("distances.norm", hidden, "encoder.LayerNorm");
        }
    }

    private static void addLayer(DebertaConfig own, ModelLayout.Builder all, int number) {
        int hidden = own.sizes().hiddenSize();
        int inner = own.sizes().intermediateSize();
        String name = "layers." + number + ".";
        String layer = "encoder.layer." + number + ".";
        String attention = layer + "attention.self.";
        all.linear(
                name + "attention.query|key|value",
                hidden,
                hidden,
                attention + "query_proj",
                attention + "key_proj",
                attention + "value_proj");
        if (!own.distances().shared()) {
            all.linear(
                    name + "attention.distance_query|distance_key",
                    hidden,
                    hidden,
                    attention + "pos_query_proj",
                    attention + "pos_key_proj");
        }
        all.linear(name + "attention.output", hidden, hidden, layer + "attention.output.dense");
        all.norm(name + "attention.norm", hidden, layer + "attention.output.LayerNorm");
        all.linear(name + "up", inner, hidden, layer + "intermediate.dense");
        all.linear(name + "down", hidden, inner, layer + "output.dense");
        all.norm(name + "norm", hidden, layer + "output.LayerNorm");
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        DebertaConfig own = DebertaConfig.of(config.keys());
        DebertaConfig.Distances distances = own.distances();
        DebertaConfig.Dropouts rates = own.dropouts();
        int middle = distances.buckets() / 2;
        return Map.ofEntries(
                Map.entry("LAYERS", config.layers()),
                Map.entry("HEADS", config.heads()),
                Map.entry("EPS", own.eps()),
                Map.entry("ACTIVATION", own.activation().key()),
                Map.entry("HEAD_ACTIVATION", own.activation().key()),
                Map.entry("POOLER_ACTIVATION", own.poolerActivation().key()),
                Map.entry("SPAN", distances.span()),
                Map.entry("MIDDLE", middle),
                Map.entry("FARTHEST", middle == 0 ? 0.0 : (distances.most() - 1) / (double) middle),
                // Each of the three terms has the variance of the first alone.
                Map.entry("SCALE", 1 / Math.sqrt(3.0 * config.hiddenSize() / config.heads())),
                Map.entry("HIDDEN_DROPOUT", dropout == null ? rates.hidden() : dropout),
                Map.entry("ATTENTION_DROPOUT", dropout == null ? rates.attention() : dropout),
                Map.entry("POOLER_DROPOUT", dropout == null ? rates.pooler() : dropout),
                Map.entry("HEAD_DROPOUT", dropout == null ? rates.classifier() : dropout),
                Map.entry("POOLING", "first"));
    }
}
