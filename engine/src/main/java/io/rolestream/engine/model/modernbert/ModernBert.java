package io.rolestream.engine.model.modernbert;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ModernBERT (Warner et al., 2024). */
public final class ModernBert implements EncoderFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("modernbert");
    }

    @Override
    public String className(String modelType) {
        return "ModernBert";
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return ModernBertConfig.of(keys).sizes();
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        ModernBertConfig.Biases biases = ModernBertConfig.of(config.keys()).biases();
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("model.");
        all.table("embeddings.word", config.vocabSize(), hidden, "embeddings.tok_embeddings");
        all.norm("embeddings.norm", hidden, biases.norm(), "embeddings.norm");
        for (int i = 0; i < config.layers(); i++) {
            String layer = "layers." + i + ".";
            if (i > 0) {
                all.norm(layer + "attention.norm", hidden, biases.norm(), layer + "attn_norm");
            }
            all.linear(layer + "attention.all", 3L * hidden, hidden, biases.attention(), layer + "attn.Wqkv");
            all.linear(layer + "attention.output", hidden, hidden, biases.attention(), layer + "attn.Wo");
            all.norm(layer + "norm", hidden, biases.norm(), layer + "mlp_norm");
            int inner = config.intermediateSize();
            all.linear(layer + "up", 2L * inner, hidden, biases.feedForward(), layer + "mlp.Wi");
            all.linear(layer + "down", hidden, inner, biases.feedForward(), layer + "mlp.Wo");
        }
        all.norm("norm", hidden, biases.norm(), "final_norm");
        if (head != Head.NONE) {
            addHead(config, biases, head, all.head(head));
        }
        return all.build();
    }

    private static void addHead(
            ModelConfig config, ModernBertConfig.Biases biases, Head head, ModelLayout.Builder all) {
        int hidden = config.hiddenSize();
        all.linear("head.dense", hidden, hidden, biases.head(), "head.dense");
        all.norm("head.norm", hidden, biases.norm(), "head.norm");
        if (head == Head.CLASSIFIER) {
            all.linear("head.output", config.labels().size(), hidden, "classifier");
        } else if (biases.decoder()) { // the weight is that of the word embeddings
            all.bias("head.bias", config.vocabSize(), "decoder.bias");
        } else {
            throw new IllegalArgumentException("decoder_bias false is not supported for a masked language model");
        }
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        ModernBertConfig own = ModernBertConfig.of(config.keys());
        ModernBertConfig.Dropouts rates = own.dropouts();
        Map<String, Object> constants = new HashMap<>();
        constants.put("LAYERS", config.layers());
        constants.put("HEADS", config.heads());
        constants.put("EPS", own.eps());
        constants.put("ACTIVATION", own.activation().key());
        constants.put("HEAD_ACTIVATION", own.head().activation().key());
        constants.put("GLOBAL_EVERY", own.attention().globalEvery());
        constants.put("GLOBAL_THETA", own.attention().globalTheta());
        constants.put("LOCAL_THETA", own.attention().localTheta());
        constants.put("WINDOW", own.attention().window());
        constants.put("EMBEDDING_DROPOUT", dropout == null ? rates.embedding() : dropout);
        constants.put("ATTENTION_DROPOUT", dropout == null ? rates.attention() : dropout);
        constants.put("FEED_FORWARD_DROPOUT", dropout == null ? rates.feedForward() : dropout);
        constants.put("HEAD_DROPOUT", dropout == null ? rates.classifier() : dropout);
        constants.put("POOLING", own.head().pooling().equals("mean") ? "mean" : "first");
        return constants;
    }
}
