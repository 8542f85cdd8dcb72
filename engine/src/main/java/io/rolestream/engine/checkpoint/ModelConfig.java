package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config.json} of an encoder. The constructor validates it, and its messages name the keys of the file.
 *
 * @param type {@code model_type}
 * @param vocabSize {@code vocab_size}, the number of tokens
 * @param hiddenSize {@code hidden_size}, the width of a token's vector, a multiple of the heads
 * @param layers {@code num_hidden_layers}
 * @param heads {@code num_attention_heads}
 * @param intermediateSize {@code intermediate_size}, the width inside of a feed-forward block
 * @param activation {@code hidden_act}
 * @param hiddenDropout {@code hidden_dropout_prob}, at least 0, below 1
 * @param attentionDropout {@code attention_probs_dropout_prob}, at least 0, below 1
 * @param classifierDropout {@code classifier_dropout}; null means as {@code hiddenDropout}
 * @param layerNormEps {@code layer_norm_eps}
 * @param maxPositions {@code max_position_embeddings}, rows of the position table; for texts see {@link #maxTokens}
 * @param typeVocabSize {@code type_vocab_size}
 * @param initializerRange {@code initializer_range}, the standard deviation of new weights
 * @param padTokenId {@code pad_token_id}
 * @param bosTokenId {@code bos_token_id}, or null
 * @param eosTokenId {@code eos_token_id}, or null
 * @param labels {@code id2label} in the order of ids; empty where the file has none, as in base models
 * @param dtype {@code torch_dtype} or {@code dtype}, what the weights are stored as, such as {@code float32}; or null
 * @param architectures {@code architectures}, classes of Python's transformers
 * @param other all other keys of the file; they are kept and written back
 */
public final class ModelConfig {
    /** The file's name in a checkpoint directory. */
    public static final String FILE = "config.json";

    /** Larger files are refused. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    /** More labels than this are refused. */
    public static final int MAX_LABELS = 100_000;

    private static final double DEFAULT_INITIALIZER_RANGE = 0.02;

    private final ObjectNode root;
    private final String type;
    private final ModelFamily family;
    private final ModelSizes sizes;
    private final List<String> labels;
    private final double initializerRange;

    private ModelConfig(ObjectNode root) {
        this.root = root;
        ConfigKeys keys = keys();
        String modelType = keys.text("model_type");
        if (modelType == null) {
            throw new IllegalArgumentException("model_type is missing");
        }
        type = modelType;
        family = ModelFamilies.of(type);
        sizes = family.sizes(keys);
        labels = ConfigLabels.read(keys);
        initializerRange = keys.decimal("initializer_range", DEFAULT_INITIALIZER_RANGE);
        if (!(initializerRange > 0 && initializerRange <= 1)) {
            throw new IllegalArgumentException(
                    "initializer_range must be above 0 and at most 1, not " + initializerRange);
        }
        keys.texts("architectures");
    }

    /**
     * Makes a configuration.
     *
     * @param keys as in {@code config.json}: numbers, texts, true and false
     * @throws IllegalArgumentException if a key is missing or invalid; the message begins with the key
     */
    public static ModelConfig of(Map<String, ?> keys) {
        ObjectNode root = JsonFiles.newObject();
        keys.forEach(root::putPOJO);
        return new ModelConfig(parsed(root));
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws CheckpointException if it cannot be read, or a key is missing or invalid
     */
    public static ModelConfig read(Path file) throws CheckpointException {
        try {
            return new ModelConfig(JsonFiles.read(file, MAX_BYTES));
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, null, String.valueOf(e.getMessage()), e);
        }
    }

    /** As it is after it was written and read, so that configurations made either way are equal. */
    private static ObjectNode parsed(ObjectNode root) {
        try {
            return JsonFiles.parse(JsonFiles.write(root));
        } catch (IOException e) {
            throw new IllegalArgumentException("not valid JSON: " + root, e);
        }
    }

    /** Writes a {@code config.json} as Python's transformers does: keys in alphabetical order. */
    public void write(Path file) throws CheckpointException {
        Map<String, JsonNode> sorted = new TreeMap<>();
        root.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        ObjectNode written = JsonFiles.newObject();
        written.setAll(sorted);
        try {
            Files.write(file, JsonFiles.write(written));
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    /** {@code model_type}. */
    public String type() {
        return type;
    }

    /** The family that serves the type. */
    public ModelFamily family() {
        return family;
    }

    /** All keys, for the family to read its own. */
    public ConfigKeys keys() {
        return new ConfigKeys(root);
    }

    /** The number of tokens. */
    public int vocabSize() {
        return sizes.vocabSize();
    }

    /** The width of a token's vector. */
    public int hiddenSize() {
        return sizes.hiddenSize();
    }

    /** The number of layers. */
    public int layers() {
        return sizes.layers();
    }

    /** The number of attention heads. */
    public int heads() {
        return sizes.heads();
    }

    /** The width inside of a feed-forward block. */
    public int intermediateSize() {
        return sizes.intermediateSize();
    }

    /** The longest text in tokens, those for start and end included. */
    public int maxTokens() {
        return sizes.maxTokens();
    }

    /** The number of token types; 1 where the model has none. */
    public int tokenTypes() {
        return sizes.tokenTypes();
    }

    /** The token that padding consists of. */
    public int padTokenId() {
        return sizes.padTokenId();
    }

    /** The standard deviation of new weights. */
    public double initializerRange() {
        return initializerRange;
    }

    /** {@code id2label} in the order of ids; empty where the file has none, as in base models. */
    public List<String> labels() {
        return labels;
    }

    /** What the weights are stored as, such as {@code float32}, or null. */
    public @Nullable String dtype() {
        String dtype = keys().text("torch_dtype");
        return dtype == null ? keys().text("dtype") : dtype;
    }

    /** Classes of Python's transformers. */
    public List<String> architectures() {
        return keys().texts("architectures");
    }

    /** The same encoder as a classifier for these labels. */
    public ModelConfig withLabels(List<String> newLabels) {
        return with(copy -> {
            ConfigLabels.write(copy, newLabels);
            copy.putArray("architectures").add(family.className(type) + "ForSequenceClassification");
        });
    }

    /** The same encoder as a masked language model, without labels: a base model. */
    public ModelConfig asMaskedLanguageModel() {
        return with(copy -> {
            ConfigLabels.write(copy, List.of());
            copy.putArray("architectures").add(family.className(type) + "ForMaskedLM");
        });
    }

    /** The same with weights stored as another type. */
    public ModelConfig withDtype(String newDtype) {
        return with(copy -> {
            copy.remove("dtype");
            copy.put("torch_dtype", newDtype);
        });
    }

    private ModelConfig with(Consumer<ObjectNode> change) {
        ObjectNode copy = root.deepCopy();
        change.accept(copy);
        return new ModelConfig(parsed(copy));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelConfig config && root.equals(config.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
