package io.rolestream.engine.model.bert;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.torch.Script;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * BERT and the models that differ from it only in names and positions: RoBERTa, XLM-RoBERTa and CamemBERT, and
 * distilled models with the same layers (DistilRoBERTa, MiniLM, BGE).
 */
public final class Bert implements EncoderFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("bert", "roberta", "xlm-roberta", "camembert");
    }

    @Override
    public String className(String modelType) {
        return switch (modelType) {
            case "bert" -> "Bert";
            case "camembert" -> "Camembert";
            case "xlm-roberta" -> "XLMRoberta";
            default -> "Roberta";
        };
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return BertConfig.of(keys).sizes();
    }

    /**
     * BERT's descendants count from {@code pad_token_id + 1} and leave out that token, which has its id as position.
     */
    @Override
    public int[] positions(ModelConfig config, PackedSequences sequences) {
        return BertConfig.of(config.keys()).isBert()
                ? sequences.positions(0)
                : sequences.positionsWithout(config.padTokenId());
    }

    /**
     * A new RoBERTa with the original's defaults: dropout 0.1, GELU, tokens 0, 1 and 2 for start, padding and end, no
     * labels.
     *
     * @param maxTokens the longest text in tokens; the position table has two more rows
     */
    public static ModelConfig roberta(
            int vocabSize, int hiddenSize, int layers, int heads, int intermediateSize, int maxTokens) {
        Map<String, Object> keys = new HashMap<>();
        keys.put("model_type", "roberta");
        keys.put("vocab_size", vocabSize);
        keys.put("hidden_size", hiddenSize);
        keys.put("num_hidden_layers", layers);
        keys.put("num_attention_heads", heads);
        keys.put("intermediate_size", intermediateSize);
        keys.put("hidden_act", "gelu");
        keys.put("hidden_dropout_prob", 0.1);
        keys.put("attention_probs_dropout_prob", 0.1);
        keys.put("layer_norm_eps", 1e-5);
        keys.put("max_position_embeddings", maxTokens + 2);
        keys.put("position_embedding_type", "absolute");
        keys.put("type_vocab_size", 1);
        keys.put("initializer_range", 0.02);
        keys.put("pad_token_id", 1);
        keys.put("bos_token_id", 0);
        keys.put("eos_token_id", 2);
        return ModelConfig.of(keys);
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        boolean bert = BertConfig.of(config.keys()).isBert();
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder(bert ? "bert." : "roberta.");
        addEncoder(config, all);
        switch (head) {
            case CLASSIFIER -> {
                all.head(head);
                all.linear("head.dense", hidden, hidden, bert ? "bert.pooler.dense" : "classifier.dense");
                all.linear("head.output", config.labels().size(), hidden, bert ? "classifier" : "classifier.out_proj");
            }
            case MASKED_LANGUAGE_MODEL -> { // its output shares the word embeddings
                String transform = "cls.predictions.transform.";
                all.head(head);
                all.linear("head.dense", hidden, hidden, bert ? transform + "dense" : "lm_head.dense");
                all.norm("head.norm", hidden, bert ? transform + "LayerNorm" : "lm_head.layer_norm");
                all.bias("head.bias", config.vocabSize(), bert ? "cls.predictions.bias" : "lm_head.bias");
            }
            case NONE -> {}
            case LANGUAGE_MODEL -> throw new IllegalArgumentException("an encoder has no head that generates text");
        }
        return all.build();
    }

    private static void addEncoder(ModelConfig config, ModelLayout.Builder all) {
        int hidden = config.hiddenSize();
        all.table("embeddings.word", config.vocabSize(), hidden, "embeddings.word_embeddings");
        all.table(
                "embeddings.position",
                BertConfig.of(config.keys()).positions(),
                hidden,
                "embeddings.position_embeddings");
        all.table("embeddings.type", config.tokenTypes(), hidden, "embeddings.token_type_embeddings");
        all.norm("embeddings.norm", hidden, "embeddings.LayerNorm");
        addLayers(
                config,
                all,
                "encoder.layer.",
                List.of("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"),
                List.of("attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"));
    }

    /**
     * Declares the parameters of {@link #layers}.
     *
     * @param layers prefix of a layer's number in a checkpoint
     * @param attention names in a checkpoint of query, key, value and output
     * @param others names of the norm after attention, the two feed-forward layers, and the norm after those
     */
    public static void addLayers(
            ModelConfig config, ModelLayout.Builder all, String layers, List<String> attention, List<String> others) {
        int hidden = config.hiddenSize();
        int inner = config.intermediateSize();
        for (int i = 0; i < config.layers(); i++) {
            String name = "layers." + i + ".";
            String layer = layers + i + ".";
            String[] qkv = attention.stream().limit(3).map(layer::concat).toArray(String[]::new);
            all.linear(name + "attention.query|key|value", hidden, hidden, qkv);
            all.linear(name + "attention.output", hidden, hidden, layer + attention.get(3));
            all.norm(name + "attention.norm", hidden, layer + others.get(0));
            all.linear(name + "up", inner, hidden, layer + others.get(1));
            all.linear(name + "down", hidden, inner, layer + others.get(2));
            all.norm(name + "norm", hidden, layer + others.get(3));
        }
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        BertConfig bert = BertConfig.of(config.keys());
        double hidden = dropout == null ? bert.hiddenDropout() : dropout;
        double head = dropout == null ? bert.classifierDropout() : dropout;
        return Map.ofEntries(
                Map.entry("LAYERS", config.layers()),
                Map.entry("HEADS", config.heads()),
                Map.entry("TOKEN_TYPES", config.tokenTypes()),
                Map.entry("EPS", bert.eps()),
                Map.entry("ACTIVATION", bert.activation().key()),
                Map.entry("HIDDEN_DROPOUT", hidden),
                Map.entry("ATTENDED_DROPOUT", hidden),
                Map.entry("ATTENTION_DROPOUT", dropout == null ? bert.attentionDropout() : dropout),
                Map.entry("INPUT_DROPOUT", bert.isBert() ? 0.0 : head),
                Map.entry("HEAD_DROPOUT", head),
                // RoBERTa's head has the exact GELU whatever the encoder has.
                Map.entry("HEAD_ACTIVATION", (bert.isBert() ? bert.activation() : Activation.GELU).key()),
                Map.entry("POOLING", "first"));
    }

    @Override
    public String encoder() {
        return EncoderFamily.super.encoder() + layers();
    }

    /** The forward pass of the layers, for families that have the same ones. */
    public static String layers() {
        return Script.source(Bert.class, "layers");
    }

    /** As state files have it. */
    @Override
    public String facts(ModelConfig config) {
        BertConfig bert = BertConfig.of(config.keys());
        return String.join(
                ", ",
                config.type(),
                config.layers() + " layers",
                config.heads() + " heads",
                config.hiddenSize() + " wide",
                config.intermediateSize() + " between",
                config.vocabSize() + " tokens",
                bert.positions() + " positions",
                "dropout " + bert.hiddenDropout() + " " + bert.attentionDropout() + " " + bert.classifierDropout());
    }
}
