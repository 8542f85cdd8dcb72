package io.rolestream.engine.model.llama;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.torch.Script;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Llama (Touvron et al., 2023; Llama 2 and 3, SmolLM2), Qwen2 and 2.5, and Mistral: decoders without an encoder, whose
 * answers continue their prompts. Norms without means, rotary positions, several heads of queries for each of keys.
 */
public final class Llama implements GeneratorFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of(LlamaConfig.LLAMA, LlamaConfig.QWEN, LlamaConfig.MISTRAL);
    }

    @Override
    public String className(String modelType) {
        return switch (modelType) {
            case LlamaConfig.QWEN -> "Qwen2";
            case LlamaConfig.MISTRAL -> "Mistral";
            default -> "Llama";
        };
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return LlamaConfig.of(keys).sizes();
    }

    @Override
    public DecoderSizes decoder(ModelConfig config) {
        LlamaConfig own = LlamaConfig.of(config.keys());
        return new DecoderSizes(config.layers(), own.keyHeads(), own.headWidth(), config.maxTokens());
    }

    @Override
    public ModelLayout generatorLayout(ModelConfig config) {
        LlamaConfig own = LlamaConfig.of(config.keys());
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("");
        all.table("embeddings.word", config.vocabSize(), hidden, "model.embed_tokens");
        for (int i = 0; i < config.layers(); i++) {
            addLayer(own, all, "layers." + i + ".", "model.layers." + i + ".");
        }
        all.norm("norm", hidden, false, "model.norm");
        if (own.tied()) {
            all.tiedLinear("head", "embeddings.word");
        } else {
            all.linear("head", config.vocabSize(), hidden, false, "lm_head");
        }
        return all.build();
    }

    private static void addLayer(LlamaConfig own, ModelLayout.Builder all, String name, String module) {
        int hidden = own.sizes().hiddenSize();
        int inner = own.sizes().intermediateSize();
        long queries = (long) own.sizes().heads() * own.headWidth();
        long keys = (long) own.keyHeads() * own.headWidth();
        LlamaConfig.Biases biases = own.biases();
        String attention = module + "self_attn.";
        all.norm(name + "attention.norm", hidden, false, module + "input_layernorm");
        all.linear(name + "attention.query", queries, hidden, biases.attention(), attention + "q_proj");
        all.linear(
                name + "attention.key|value",
                keys,
                hidden,
                biases.attention(),
                attention + "k_proj",
                attention + "v_proj");
        all.linear(name + "attention.output", hidden, queries, biases.output(), attention + "o_proj");
        all.norm(name + "norm", hidden, false, module + "post_attention_layernorm");
        all.linear(name + "gate", inner, hidden, biases.feedForward(), module + "mlp.gate_proj");
        all.linear(name + "up", inner, hidden, biases.feedForward(), module + "mlp.up_proj");
        all.linear(name + "down", hidden, inner, biases.feedForward(), module + "mlp.down_proj");
    }

    @Override
    public Map<String, Object> generatorConstants(ModelConfig config) {
        LlamaConfig own = LlamaConfig.of(config.keys());
        RotaryScaling scaling = own.positions().scaling();
        return Map.ofEntries(
                Map.entry("LAYERS", config.layers()),
                Map.entry("KEY_HEADS", own.keyHeads()),
                Map.entry("WIDTH", own.headWidth()),
                Map.entry("SCALE", 1 / Math.sqrt(own.headWidth())),
                Map.entry("EPS", own.eps()),
                Map.entry("WINDOW", own.window().tokens()),
                Map.entry("FIRST_LOCAL", own.window().firstLayer()),
                Map.entry("THETA", own.positions().theta()),
                Map.entry("SCALING", scaling.kind()),
                Map.entry("FACTOR", scaling.factor()),
                Map.entry("LOW", scaling.low()),
                Map.entry("HIGH", scaling.high()),
                Map.entry("ORIGINAL", scaling.original()),
                Map.entry("LONGEST", scaling.original() / scaling.low()),
                Map.entry("SHORTEST", scaling.original() / scaling.high()),
                Map.entry("TWO_PI", 2 * Math.PI));
    }

    /** None: an answer follows the last token of its prompt. */
    @Override
    public @Nullable Integer startToken(ModelConfig config) {
        return null;
    }

    @Override
    public @Nullable Integer endToken(ModelConfig config) {
        return config.type().equals(LlamaConfig.QWEN) ? null : LlamaConfig.END;
    }

    @Override
    public String generator(ModelConfig config) {
        return Script.source(getClass(), "layers") + Script.source(getClass(), "decoder");
    }

    @Override
    public String trainer(ModelConfig config) {
        return Script.source(getClass(), "layers") + Script.source(getClass(), "causal");
    }

    @Override
    public String critic(ModelConfig config) {
        return Script.source(getClass(), "critic");
    }
}
