package io.rolestream.engine.model.bart;

import io.rolestream.engine.checkpoint.ConfigKeys;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelSizes;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.torch.Script;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * BART (Lewis et al., 2019). As a classifier, encoder and decoder read the same text, the decoder one token later, and
 * the head reads the decoder's state at the text's last end token. As a generator, the decoder writes.
 *
 * <p>The encoder's layers are called {@code layers.0} and so on, the decoder's {@code decoder.layers.0}.
 */
public final class Bart implements EncoderFamily, GeneratorFamily {
    @Override
    public Set<String> modelTypes() {
        return Set.of("bart");
    }

    @Override
    public String className(String modelType) {
        return "Bart";
    }

    @Override
    public ModelSizes sizes(ConfigKeys keys) {
        return BartConfig.of(keys).sizes();
    }

    @Override
    public int[] positions(ModelConfig config, PackedSequences sequences) {
        return sequences.positions(BartConfig.FIRST_POSITION);
    }

    /** The last end token of each sequence, or the last token of one that has none. */
    @Override
    public int[] readPlaces(ModelConfig config, PackedSequences sequences) {
        int end = BartConfig.of(config.keys()).tokens().end();
        int[] first = sequences.first();
        int[] places = new int[first.length];
        for (int i = 0; i < places.length; i++) {
            int last = (i + 1 < first.length ? first[i + 1] : sequences.tokens()) - 1;
            int place = last;
            while (place > first[i] && sequences.ids()[place] != end) {
                place--;
            }
            places[i] = sequences.ids()[place] == end ? place : last;
        }
        return places;
    }

    /** The decoder begins with its start token. */
    @Override
    public int ownTokens(ModelConfig config) {
        return BartConfig.of(config.keys()).tokens().start() + 1;
    }

    @Override
    public ModelLayout layout(ModelConfig config, Head head) {
        int hidden = config.hiddenSize();
        ModelLayout.Builder all = new ModelLayout.Builder("model.");
        addStacks(config, all);
        switch (head) {
            case CLASSIFIER -> {
                if (BartConfig.of(config.keys()).tokens().end() < 0) {
                    throw new IllegalArgumentException(
                            "config.json: eos_token_id must be one token, where a classifier reads the text");
                }
                all.head(head);
                all.linear("head.dense", hidden, hidden, "classification_head.dense");
                all.linear("head.output", config.labels().size(), hidden, "classification_head.out_proj");
            }
            case MASKED_LANGUAGE_MODEL ->
                throw new IllegalArgumentException("bart cannot be pretrained here as a masked language model");
            case NONE -> {}
            case LANGUAGE_MODEL -> throw new IllegalArgumentException("an encoder has no head that generates text");
        }
        return all.build();
    }

    private static void addStacks(ModelConfig config, ModelLayout.Builder all) {
        BartConfig own = BartConfig.of(config.keys());
        addWords(config, all);
        addEmbeddings(own, all, "", "encoder.");
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layers." + i + ".";
            addAttention(own, all, "layers." + i + ".attention.", layer + "self_attn");
            addFeedForward(own, all, "layers." + i + ".", layer, config.intermediateSize());
        }
        addEmbeddings(own, all, "decoder.", "decoder.");
        for (int i = 0; i < own.decoder().layers(); i++) {
            String layer = "decoder.layers." + i + ".";
            addAttention(own, all, layer + "attention.", layer + "self_attn");
            addAttention(own, all, layer + "cross.", layer + "encoder_attn");
            addFeedForward(own, all, layer, layer, own.decoder().intermediateSize());
        }
    }

    /** One table for encoder and decoder, or one each; a checkpoint with one alone means it for both. */
    private static void addWords(ModelConfig config, ModelLayout.Builder all) {
        int words = config.vocabSize();
        int hidden = config.hiddenSize();
        if (isTied(config)) {
            all.table("embeddings.word", words, hidden, "shared")
                    .orNamed("encoder.embed_tokens", "decoder.embed_tokens", "lm_head")
                    .sameTable("decoder.embeddings.word", "embeddings.word");
        } else {
            all.table("embeddings.word", words, hidden, "encoder.embed_tokens")
                    .orNamed("shared", "decoder.embed_tokens")
                    .table("decoder.embeddings.word", words, hidden, "decoder.embed_tokens")
                    .orNamed("shared", "encoder.embed_tokens");
        }
    }

    private static boolean isTied(ModelConfig config) {
        return config.keys().flag("tie_word_embeddings", true);
    }

    private static void addEmbeddings(BartConfig own, ModelLayout.Builder all, String name, String stack) {
        int hidden = own.sizes().hiddenSize();
        all.table(name + "embeddings.position", own.positions(), hidden, stack + "embed_positions");
        all.norm(name + "embeddings.norm", hidden, stack + "layernorm_embedding");
    }

    private static void addAttention(BartConfig own, ModelLayout.Builder all, String name, String module) {
        int hidden = own.sizes().hiddenSize();
        all.linear(
                name + "query|key|value", hidden, hidden, module + ".q_proj", module + ".k_proj", module + ".v_proj");
        all.linear(name + "output", hidden, hidden, module + ".out_proj");
        all.norm(name + "norm", hidden, module + "_layer_norm");
    }

    private static void addFeedForward(BartConfig own, ModelLayout.Builder all, String name, String layer, int inner) {
        int hidden = own.sizes().hiddenSize();
        all.linear(name + "up", inner, hidden, layer + "fc1");
        all.linear(name + "down", hidden, inner, layer + "fc2");
        all.norm(name + "norm", hidden, layer + "final_layer_norm");
    }

    @Override
    public Map<String, Object> constants(ModelConfig config, @Nullable Double dropout) {
        BartConfig own = BartConfig.of(config.keys());
        BartConfig.Dropouts rates = own.dropouts();
        return Map.ofEntries(
                Map.entry("LAYERS", config.layers()),
                Map.entry("HEADS", config.heads()),
                Map.entry("DECODER_LAYERS", own.decoder().layers()),
                Map.entry("DECODER_HEADS", own.decoder().heads()),
                Map.entry("DECODER_START", own.tokens().start()),
                Map.entry("FIRST_POSITION", BartConfig.FIRST_POSITION),
                Map.entry("EMBEDDING_SCALE", own.embeddingScale()),
                Map.entry("EPS", BartConfig.EPS),
                Map.entry("ACTIVATION", own.activation().key()),
                Map.entry("HIDDEN_DROPOUT", dropout == null ? rates.hidden() : dropout),
                Map.entry("ATTENTION_DROPOUT", dropout == null ? rates.attention() : dropout),
                Map.entry("ACTIVATION_DROPOUT", dropout == null ? rates.activation() : dropout),
                Map.entry("HEAD_DROPOUT", dropout == null ? rates.classifier() : dropout),
                Map.entry("POOLING", "first"));
    }

    @Override
    public String encoder() {
        return EncoderFamily.super.encoder()
                + Script.source(getClass(), "blocks")
                + Script.source(getClass(), "decoder");
    }

    @Override
    public ModelLayout generatorLayout(ModelConfig config) {
        ModelLayout.Builder all = new ModelLayout.Builder("model.");
        addStacks(config, all);
        if (isTied(config)) {
            all.tiedLinear("head", "embeddings.word");
        } else {
            all.linear("head", config.vocabSize(), config.hiddenSize(), false, "lm_head");
        }
        return all.optionalRow("head.bias", config.vocabSize(), "final_logits_bias")
                .build();
    }

    @Override
    public Map<String, Object> generatorConstants(ModelConfig config) {
        Map<String, Object> constants = new HashMap<>(constants(config, 0.0));
        constants.put("DECODER_SCALE", 1 / Math.sqrt(decoder(config).headWidth()));
        return constants;
    }

    @Override
    public DecoderSizes decoder(ModelConfig config) {
        BartConfig.Decoder decoder = BartConfig.of(config.keys()).decoder();
        return new DecoderSizes(
                decoder.layers(), decoder.heads(), config.hiddenSize() / decoder.heads(), config.maxTokens());
    }

    @Override
    public Integer startToken(ModelConfig config) {
        return BartConfig.of(config.keys()).tokens().start();
    }

    @Override
    public Integer endToken(ModelConfig config) {
        return BartConfig.of(config.keys()).tokens().end();
    }

    /** The default of Python's transformers. */
    @Override
    public Integer forcedEndToken(ModelConfig config) {
        return config.keys().token("forced_eos_token_id", 2, config.vocabSize());
    }

    @Override
    public String generator(ModelConfig config) {
        return EncoderFamily.super.encoder()
                + Script.source(getClass(), "blocks")
                + Script.source(getClass(), "generator");
    }
}
