package io.rolestream.engine.model.distilbert;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.bert.Bert;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DistilBERT (Sanh et al., 2019): the layers of BERT, without token types and a pooler. */
public final class DistilBert implements EncoderFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("distilbert");
    }

    @Override
    public String className(String modelType) {
        return "DistilBert";
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return DistilBertConfig.of(keys).sizes();
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("distilbert.");
        all.table("embeddings.word", config.vocabSize(), hidden, "embeddings.word_embeddings");
        all.table("embeddings.position", config.maxTokens(), hidden, "embeddings.position_embeddings");
        all.norm("embeddings.norm", hidden, "embeddings.LayerNorm");
        Bert.addLayers(
                config,
                all,
                "transformer.layer.",
                List.of("attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin"),
                List.of("sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm"));
        switch (head) {
            case CLASSIFIER -> {
                all.head(head);
                all.linear("head.dense", hidden, hidden, "pre_classifier");
                all.linear("head.output", config.labels().size(), hidden, "classifier");
            }
            case MASKED_LANGUAGE_MODEL -> { // its output shares the word embeddings
                all.head(head);
                all.linear("head.dense", hidden, hidden, "vocab_transform");
                all.norm("head.norm", hidden, "vocab_layer_norm");
                all.bias("head.bias", config.vocabSize(), "vocab_projector.bias");
            }
            case NONE -> {}
            case LANGUAGE_MODEL -> throw new IllegalArgumentException("an encoder has no head that generates text");
        }
        return all.build();
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        DistilBertConfig own = DistilBertConfig.of(config.keys());
        return Map.of(
                "LAYERS",
                config.layers(),
                "HEADS",
                config.heads(),
                "EPS",
                DistilBertConfig.EPS,
                "ACTIVATION",
                own.activation().key(),
                "HEAD_ACTIVATION",
                own.activation().key(),
                "HIDDEN_DROPOUT",
                dropout == null ? own.dropout() : dropout,
                "ATTENDED_DROPOUT",
                0.0,
                "ATTENTION_DROPOUT",
                dropout == null ? own.attentionDropout() : dropout,
                "HEAD_DROPOUT",
                dropout == null ? own.classifierDropout() : dropout,
                "POOLING",
                "first");
    }

    @Override
    public String encoder() {
        return EncoderFamily.super.encoder() + Bert.layers();
    }
}
