package io.rolestream.engine.model.bert;

import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelType;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.ReferencePass;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * BERT and those that differ from it in names and positions alone: RoBERTa, XLM-RoBERTa and CamemBERT, and all distilled models of the
 * same layers (DistilRoBERTa, MiniLM, BGE).
 */
public final class Bert implements EncoderFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("bert", "roberta", "xlm-roberta", "camembert");
    }

    private static boolean isBert(ModelConfig config) {
        return config.type() == ModelType.BERT;
    }

    @Override
    public int firstPosition(ModelConfig config) {
        return isBert(config) ? 0 : config.padTokenId() + 1;
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder(isBert(config) ? "bert." : "roberta.");
        all.table("embeddings.word", config.vocabSize(), hidden, "embeddings.word_embeddings");
        all.table("embeddings.position", config.maxPositions(), hidden, "embeddings.position_embeddings");
        all.table("embeddings.type", config.typeVocabSize(), hidden, "embeddings.token_type_embeddings");
        all.norm("embeddings.norm", hidden, "embeddings.LayerNorm");
        for (int i = 0; i < config.layers(); i++) {
            String name = "layers." + i + ".";
            String layer = "encoder.layer." + i + ".";
            String self = layer + "attention.self.";
            all.linear(name + "attention.query|key|value", hidden, hidden, self + "query", self + "key", self + "value");
            all.linear(name + "attention.output", hidden, hidden, layer + "attention.output.dense");
            all.norm(name + "attention.norm", hidden, layer + "attention.output.LayerNorm");
            all.linear(name + "up", config.intermediateSize(), hidden, layer + "intermediate.dense");
            all.linear(name + "down", hidden, config.intermediateSize(), layer + "output.dense");
            all.norm(name + "norm", hidden, layer + "output.LayerNorm");
        }
        switch (head) {
            case CLASSIFIER -> addClassifier(config, all.head(head));
            case MASKED_LANGUAGE_MODEL -> addMaskedLanguageModel(config, all.head(head));
            case NONE -> {}
        }
        return all.build();
    }

    private static void addClassifier(ModelConfig config, ModelLayout.Builder all) {
        int hidden = config.hiddenSize();
        all.linear("head.dense", hidden, hidden, isBert(config) ? "bert.pooler.dense" : "classifier.dense");
        all.linear("head.output", config.labels().size(), hidden, isBert(config) ? "classifier" : "classifier.out_proj");
    }

    /** The output shares the word embeddings. */
    private static void addMaskedLanguageModel(ModelConfig config, ModelLayout.Builder all) {
        int hidden = config.hiddenSize();
        String transform = "cls.predictions.transform.";
        all.linear("head.dense", hidden, hidden, isBert(config) ? transform + "dense" : "lm_head.dense");
        all.norm("head.norm", hidden, isBert(config) ? transform + "LayerNorm" : "lm_head.layer_norm");
        all.bias("head.bias", config.vocabSize(), isBert(config) ? "cls.predictions.bias" : "lm_head.bias");
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        double head = dropout == null ? config.effectiveClassifierDropout() : dropout;
        return Map.of(
                "LAYERS", config.layers(),
                "HEADS", config.heads(),
                "EPS", config.layerNormEps(),
                "ACTIVATION", config.activation().key(),
                "HIDDEN_DROPOUT", dropout == null ? config.hiddenDropout() : dropout,
                "ATTENTION_DROPOUT", dropout == null ? config.attentionDropout() : dropout,
                "INPUT_DROPOUT", isBert(config) ? 0.0 : head,
                "HEAD_DROPOUT", head,
                // RoBERTa's head has the exact GELU whatever the encoder has.
                "HEAD_ACTIVATION", (isBert(config) ? config.activation() : Activation.GELU).key(),
                "POOLING", "first");
    }

    @Override
    public ReferencePass reference(Parameters parameters) {
        return new BertReference(parameters);
    }
}
