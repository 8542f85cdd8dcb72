package io.rolestream.engine.model.bag;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bag of words: tokens don't see one another, and the classifier reads the mean of all. */
public final class BagFamily implements EncoderFamily {
    static final double EPS = 1e-6;

    @Override
    public Set<String> modelTypes() {
        return Set.of("bag");
    }

    @Override
    public String className(String modelType) {
        return "Bag";
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        int width = keys.width("width");
        return new ModelSizes(keys.vocabSize("words"), width, keys.layers("depth"), 1, 2 * width, 100, 1, 0);
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        int width = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("bag.");
        all.table("embeddings.word", config.vocabSize(), width, "words");
        all.norm("embeddings.norm", width, "norm");
        for (int i = 0; i < config.layers(); i++) {
            String layer = "layers." + i + ".";
            all.linear(layer + "up", config.intermediateSize(), width, layer + "up");
            all.linear(layer + "down", width, config.intermediateSize(), false, layer + "down");
        }
        switch (head) {
            case CLASSIFIER ->
                all.head(head).linear("head.output", config.labels().size(), width, "classifier");
            case MASKED_LANGUAGE_MODEL -> throw new IllegalArgumentException("a bag of words predicts no words");
            case NONE -> {}
            case LANGUAGE_MODEL -> throw new IllegalArgumentException("an encoder has no head that generates text");
        }
        return all.build();
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        double rate = dropout == null ? config.keys().share("dropout", 0.1) : dropout;
        return Map.of("LAYERS", config.layers(), "EPS", EPS, "DROPOUT", rate, "POOLING", "mean");
    }
}
