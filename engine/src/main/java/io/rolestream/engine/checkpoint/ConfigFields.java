package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of {@code config.json} that are understood, and how a configuration is written with them. */
final class ConfigFields {
    /** The keys that are components of {@link ModelConfig}; all others are kept as they are. */
    static final Set<String> KNOWN = Set.of(
            "model_type",
            "vocab_size",
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "intermediate_size",
            "hidden_act",
            "hidden_dropout_prob",
            "attention_probs_dropout_prob",
            "classifier_dropout",
            "layer_norm_eps",
            "max_position_embeddings",
            "position_embedding_type",
            "type_vocab_size",
            "initializer_range",
            "pad_token_id",
            "bos_token_id",
            "eos_token_id",
            "id2label",
            "label2id",
            "num_labels",
            "_num_labels",
            "torch_dtype",
            "dtype",
            "architectures");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConfigFields() {}

    /** All keys in alphabetical order. */
    static ObjectNode of(ModelConfig config) {
        Map<String, JsonNode> fields = new TreeMap<>(config.other());
        fields.put("model_type", NODES.textNode(config.type().key()));
        fields.put("vocab_size", NODES.numberNode(config.vocabSize()));
        fields.put("hidden_size", NODES.numberNode(config.hiddenSize()));
        fields.put("num_hidden_layers", NODES.numberNode(config.layers()));
        fields.put("num_attention_heads", NODES.numberNode(config.heads()));
        fields.put("intermediate_size", NODES.numberNode(config.intermediateSize()));
        fields.put("hidden_act", NODES.textNode(config.activation().key()));
        fields.put("hidden_dropout_prob", NODES.numberNode(config.hiddenDropout()));
        fields.put("attention_probs_dropout_prob", NODES.numberNode(config.attentionDropout()));
        fields.put("classifier_dropout", number(config.classifierDropout()));
        fields.put("layer_norm_eps", NODES.numberNode(config.layerNormEps()));
        fields.put("max_position_embeddings", NODES.numberNode(config.maxPositions()));
        fields.put("position_embedding_type", NODES.textNode("absolute"));
        fields.put("type_vocab_size", NODES.numberNode(config.typeVocabSize()));
        fields.put("initializer_range", NODES.numberNode(config.initializerRange()));
        fields.put("pad_token_id", NODES.numberNode(config.padTokenId()));
        fields.put("bos_token_id", number(config.bosTokenId()));
        fields.put("eos_token_id", number(config.eosTokenId()));
        if (!config.labels().isEmpty()) {
            putLabels(config.labels(), fields);
        }
        if (config.dtype() != null) {
            fields.put("torch_dtype", NODES.textNode(config.dtype()));
        }
        if (!config.architectures().isEmpty()) {
            fields.put("architectures", texts(config.architectures()));
        }
        ObjectNode root = JsonFiles.newObject();
        root.setAll(fields);
        return root;
    }

    private static void putLabels(List<String> labels, Map<String, JsonNode> fields) {
        ObjectNode id2label = NODES.objectNode();
        ObjectNode label2id = NODES.objectNode();
        for (int id = 0; id < labels.size(); id++) {
            id2label.put(Integer.toString(id), labels.get(id));
            label2id.put(labels.get(id), id);
        }
        fields.put("id2label", id2label);
        fields.put("label2id", label2id);
    }

    private static JsonNode texts(List<String> texts) {
        var array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static JsonNode number(@Nullable Number value) {
        if (value == null) {
            return NODES.nullNode();
        }
        return value instanceof Integer i ? NODES.numberNode(i) : NODES.numberNode(value.doubleValue());
    }
}
