package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.safetensors.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a {@code config.json}. Sizes must be there; what is left out otherwise has the default of Python's transformers. */
final class ConfigReader {
    private final Path file;
    private ObjectNode root = JsonFiles.newObject();

    ConfigReader(Path file) {
        this.file = file;
    }

    ModelConfig read() throws CheckpointException {
        try {
            root = JsonFiles.read(file, ModelConfig.MAX_BYTES);
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        }
        ModelType type = type();
        checkPositions();
        try {
            return new ModelConfig(
                    type,
                    size("vocab_size"),
                    size("hidden_size"),
                    size("num_hidden_layers"),
                    size("num_attention_heads"),
                    size("intermediate_size"),
                    activation(),
                    decimal("hidden_dropout_prob", 0.1),
                    decimal("attention_probs_dropout_prob", 0.1),
                    get("classifier_dropout") == null ? null : Double.valueOf(decimal("classifier_dropout", 0)),
                    decimal("layer_norm_eps", 1e-12),
                    size("max_position_embeddings"),
                    size("type_vocab_size"),
                    decimal("initializer_range", 0.02),
                    integer("pad_token_id", type.offsetsPositions() ? 1 : 0),
                    token("bos_token_id", type.offsetsPositions() ? 0 : null),
                    token("eos_token_id", type.offsetsPositions() ? 2 : null),
                    labels(),
                    dtype(),
                    texts("architectures"),
                    other());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, null, String.valueOf(e.getMessage()), e);
        }
    }

    private ModelType type() throws CheckpointException {
        String key = text("model_type");
        if (key == null) {
            throw problem("model_type", "is missing");
        }
        ModelType type = ModelType.of(key);
        if (type == null) {
            throw problem(
                    "model_type",
                    Quoted.of(key) + " is not supported; known are " + String.join(", ", ModelType.keys()));
        }
        return type;
    }

    private void checkPositions() throws CheckpointException {
        String positions = text("position_embedding_type");
        if (positions != null && !positions.equals("absolute")) {
            throw problem("position_embedding_type", Quoted.of(positions) + " is not supported; known is absolute");
        }
    }

    private Activation activation() throws CheckpointException {
        String key = text("hidden_act");
        if (key == null) {
            return Activation.GELU;
        }
        Activation activation = Activation.of(key);
        if (activation == null) {
            throw problem(
                    "hidden_act",
                    Quoted.of(key) + " is not supported; known are " + String.join(", ", Activation.keys()));
        }
        return activation;
    }

    private @Nullable String dtype() throws CheckpointException {
        String dtype = text("torch_dtype");
        return dtype == null ? text("dtype") : dtype;
    }

    /** The labels by their ids, which must be 0, 1, 2 and so on; {@code label2id} and {@code num_labels} must say the same. */
    private List<String> labels() throws CheckpointException {
        JsonNode node = get("id2label");
        if (node == null) {
            if (get("label2id") != null) {
                throw problem("label2id", "is there without id2label");
            }
            return List.of();
        }
        if (!(node instanceof ObjectNode id2label)) {
            throw problem("id2label", "is not an object");
        }
        List<String> labels = new ArrayList<>();
        for (int id = 0; id < id2label.size(); id++) {
            JsonNode label = id2label.get(Integer.toString(id));
            if (label == null) {
                throw problem("id2label", "has " + id2label.size() + " labels, but none for the id " + id);
            }
            if (!label.isTextual()) {
                throw problem("id2label", "the label of " + id + " is not a text");
            }
            labels.add(label.textValue());
        }
        checkInverse(labels);
        int count = integer("num_labels", labels.size());
        if (count != labels.size()) {
            throw problem("num_labels", "is " + count + ", but id2label has " + labels.size());
        }
        return labels;
    }

    private void checkInverse(List<String> labels) throws CheckpointException {
        JsonNode node = get("label2id");
        if (node == null) {
            return;
        }
        if (!(node instanceof ObjectNode label2id) || label2id.size() != labels.size()) {
            throw problem("label2id", "does not have the " + labels.size() + " labels of id2label");
        }
        for (int id = 0; id < labels.size(); id++) {
            JsonNode inverse = label2id.get(labels.get(id));
            boolean same = inverse != null
                    && (inverse.isIntegralNumber() || inverse.isTextual())
                    && inverse.asText().equals(Integer.toString(id));
            if (!same) {
                throw problem(
                        "label2id",
                        "gives " + Quoted.of(labels.get(id)) + " the id " + (inverse == null ? "none" : inverse)
                                + ", but id2label has it at " + id);
            }
        }
    }

    private Map<String, JsonNode> other() {
        Map<String, JsonNode> other = new TreeMap<>();
        root.properties().stream()
                .filter(e -> !ConfigFields.KNOWN.contains(e.getKey()))
                .forEach(e -> other.put(e.getKey(), e.getValue()));
        return other;
    }

    private @Nullable JsonNode get(String key) {
        JsonNode node = root.get(key);
        return node instanceof NullNode ? null : node;
    }

    private int size(String key) throws CheckpointException {
        if (get(key) == null) {
            throw problem(key, "is missing");
        }
        return integer(key, 0);
    }

    private @Nullable Integer token(String key, @Nullable Integer fallback) throws CheckpointException {
        if (root.has(key)) {
            return get(key) == null ? null : Integer.valueOf(integer(key, 0));
        }
        return fallback;
    }

    private int integer(String key, int fallback) throws CheckpointException {
        JsonNode node = get(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw problem(key, "must be a whole number, not " + written(node));
        }
        return node.intValue();
    }

    private double decimal(String key, double fallback) throws CheckpointException {
        JsonNode node = get(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isNumber()) {
            throw problem(key, "must be a number, not " + written(node));
        }
        return node.doubleValue();
    }

    private @Nullable String text(String key) throws CheckpointException {
        JsonNode node = get(key);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw problem(key, "must be a text, not " + written(node));
        }
        return node.textValue();
    }

    private List<String> texts(String key) throws CheckpointException {
        JsonNode node = get(key);
        if (node == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (node instanceof ArrayNode array) {
            for (JsonNode text : array) {
                if (!text.isTextual()) {
                    throw problem(key, "must hold texts, not " + written(text));
                }
                texts.add(text.textValue());
            }
            return texts;
        }
        throw problem(key, "must be an array of texts, not " + written(node));
    }

    private static String written(JsonNode node) {
        return Quoted.of(node.toString());
    }

    private CheckpointException problem(String key, String reason) {
        return new CheckpointException(file, key + " " + reason);
    }
}
