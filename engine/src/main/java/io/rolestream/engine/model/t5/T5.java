package io.rolestream.engine.model.t5;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.t5.T5Config.HeadWeights;
import io.rolestream.engine.torch.Script;
import java.util.Map;
import java.util.Set;

/**
 * T5 (Raffel et al., 2020), T5 v1.1 and FLAN-T5. Norms without means or biases, relative positions whose bias the first
 * layer of each stack learns for all, attention without a scale.
 */
public final class T5 implements GeneratorFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("t5");
    }

    @Override
    public String className(String modelType) {
        return "T5";
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return T5Config.of(keys).sizes();
    }

    @Override
    public DecoderSizes decoder(ModelConfig config) {
        T5Config own = T5Config.of(config.keys());
        return new DecoderSizes(own.decoderLayers(), config.heads(), own.headWidth(), T5Config.MAX_TOKENS);
    }

    @Override
    public ModelLayout generatorLayout(ModelConfig config) {
        T5Config own = T5Config.of(config.keys());
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("");
        HeadWeights weights = own.head().weights();
        all.table("embeddings.word", config.vocabSize(), hidden, "shared");
        if (weights == HeadWeights.OWN) {
            all.orNamed("encoder.embed_tokens", "decoder.embed_tokens");
        } else {
            all.orNamed("encoder.embed_tokens", "decoder.embed_tokens", "lm_head");
        }
        addStack(own, all, "", "encoder.", config.layers());
        addStack(own, all, "decoder.", "decoder.", own.decoderLayers());
        if (weights == HeadWeights.TIED) {
            all.tiedLinear("head", "embeddings.word");
        } else {
            all.linear("head", config.vocabSize(), hidden, false, "lm_head");
        }
        if (weights == HeadWeights.OWN_OR_TIED) {
            all.orNamed("shared", "encoder.embed_tokens", "decoder.embed_tokens");
        }
        return all.build();
    }

    private static void addStack(T5Config own, ModelLayout.Builder all, String name, String stack, int layers) {
        int hidden = own.sizes().hiddenSize();
        boolean decodes = !name.isEmpty();
        all.table(
                name + "bias",
                own.positions().buckets(),
                own.sizes().heads(),
                stack + "block.0.layer.0.SelfAttention.relative_attention_bias");
        for (int i = 0; i < layers; i++) {
            String layer = name + "layers." + i + ".";
            String block = stack + "block." + i + ".layer.";
            addAttention(own, all, layer + "attention.", block + "0.", "SelfAttention.");
            if (decodes) {
                addAttention(own, all, layer + "cross.", block + "1.", "EncDecAttention.");
            }
            addFeedForward(own, all, layer, block + (decodes ? "2." : "1."));
        }
        all.norm(name + "norm", hidden, false, stack + "final_layer_norm");
    }

    private static void addAttention(
            T5Config own, ModelLayout.Builder all, String name, String sublayer, String module) {
        int hidden = own.sizes().hiddenSize();
        String attention = sublayer + module;
        all.norm(name + "norm", hidden, false, sublayer + "layer_norm");
        all.linear(
                name + "query|key|value",
                own.innerWidth(),
                hidden,
                false,
                attention + "q",
                attention + "k",
                attention + "v");
        all.linear(name + "output", hidden, own.innerWidth(), false, attention + "o");
    }

    private static void addFeedForward(T5Config own, ModelLayout.Builder all, String name, String sublayer) {
        int hidden = own.sizes().hiddenSize();
        int inner = own.sizes().intermediateSize();
        all.norm(name + "norm", hidden, false, sublayer + "layer_norm");
        if (own.feedForward().gated()) {
            all.linear(name + "up", inner, hidden, false, sublayer + "DenseReluDense.wi_0");
            all.linear(name + "gate", inner, hidden, false, sublayer + "DenseReluDense.wi_1");
        } else {
            all.linear(name + "up", inner, hidden, false, sublayer + "DenseReluDense.wi");
        }
        all.overflowingLinear(name + "down", hidden, inner, sublayer + "DenseReluDense.wo");
    }

    @Override
    public Map<String, Object> generatorConstants(ModelConfig config) {
        T5Config own = T5Config.of(config.keys());
        int buckets = own.positions().buckets();
        return Map.ofEntries(
                Map.entry("LAYERS", config.layers()),
                Map.entry("DECODER_LAYERS", own.decoderLayers()),
                Map.entry("HEADS", config.heads()),
                Map.entry("WIDTH", own.headWidth()),
                Map.entry("EPS", own.eps()),
                Map.entry("ACTIVATION", own.feedForward().activation().key()),
                Map.entry("SCALE", own.head().scale()),
                Map.entry("BUCKETS", buckets),
                Map.entry("LOG_BOTH", logOfRange(own.positions().maxDistance(), buckets / 4)),
                Map.entry("LOG_PAST", logOfRange(own.positions().maxDistance(), buckets / 2)));
    }

    /** The logarithm of the distances that share buckets, from the longest with one of its own to the longest. */
    private static double logOfRange(int maxDistance, int exact) {
        return Math.log((double) maxDistance / exact);
    }

    @Override
    public Integer startToken(ModelConfig config) {
        return config.padTokenId();
    }

    @Override
    public Integer endToken(ModelConfig config) {
        return config.keys().token("eos_token_id", 1, config.vocabSize());
    }

    @Override
    public String generator(ModelConfig config) {
        boolean gated = T5Config.of(config.keys()).feedForward().gated();
        return Script.source(getClass(), "encoder")
                + Script.source(getClass(), "decoder")
                + Script.source(getClass(), gated ? "gated" : "plain");
    }
}
