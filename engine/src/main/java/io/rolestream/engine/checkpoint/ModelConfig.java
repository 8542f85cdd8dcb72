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

/** The {@code config.json} of a model, validated; all keys are kept and written back. */
public final class ModelConfig {
    public static final String FILE = "config.json";

    public static final int MAX_BYTES = 8 * 1024 * 1024;

    static final int MAX_LABELS = 100_000;

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
        initializerRange =
                keys.decimal("initializer_range", keys.decimal("init_std", DEFAULT_INITIALIZER_RANGE)); // BART's name
        if (!(initializerRange > 0 && initializerRange <= 1)) {
            throw new IllegalArgumentException(
                    "initializer_range must be above 0 and at most 1, not " + initializerRange);
        }
        keys.texts("architectures");
    }

    /**
     * @param keys as in {@code config.json}: numbers, texts, true and false
     * @throws IllegalArgumentException if a key is missing or invalid; the message begins with the key
     */
    public static ModelConfig of(Map<String, ?> keys) {
        ObjectNode root = JsonFiles.newObject();
        keys.forEach(root::putPOJO);
        return new ModelConfig(parsed(root));
    }

    /** @throws CheckpointException if the file cannot be read, or a key is missing or invalid */
    public static ModelConfig read(Path file) throws CheckpointException {
        try {
            return new ModelConfig(JsonFiles.read(file, MAX_BYTES));
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, null, String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes and parses it, so that built and read configurations are equal. */
    private static ObjectNode parsed(ObjectNode root) {
        try {
            return JsonFiles.parse(JsonFiles.write(root));
        } catch (IOException e) {
            throw new IllegalArgumentException("not valid JSON: " + root, e);
        }
    }

    /** Writes a {@code config.json} like Python's transformers: keys in alphabetical order. */
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

    /** All keys, from which a family reads its own. */
    public ConfigKeys keys() {
        return new ConfigKeys(root);
    }

    public int vocabSize() {
        return sizes.vocabSize();
    }

    /** @throws IllegalArgumentException if an id is not in the vocabulary */
    public void checkTokens(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= vocabSize()) {
                throw new IllegalArgumentException("token " + id + " is not in the model's vocabulary of " + vocabSize()
                        + "; the tokenizer is another model's");
            }
        }
    }

    public int hiddenSize() {
        return sizes.hiddenSize();
    }

    public int layers() {
        return sizes.layers();
    }

    public int heads() {
        return sizes.heads();
    }

    public int intermediateSize() {
        return sizes.intermediateSize();
    }

    /** The longest text in tokens, including start and end. */
    public int maxTokens() {
        return sizes.maxTokens();
    }

    public int tokenTypes() {
        return sizes.tokenTypes();
    }

    public int padTokenId() {
        return sizes.padTokenId();
    }

    /** The standard deviation of new weights. */
    public double initializerRange() {
        return initializerRange;
    }

    /** {@code id2label} by id; empty if the file has none, as for base models. */
    public List<String> labels() {
        return labels;
    }

    /** The stored type of the weights, such as {@code float32}, or null. */
    public @Nullable String dtype() {
        String dtype = keys().text("torch_dtype");
        return dtype == null ? keys().text("dtype") : dtype;
    }

    /** The same encoder as a classifier for these labels. */
    public ModelConfig withLabels(List<String> newLabels) {
        return with(copy -> {
            ConfigLabels.write(copy, newLabels);
            copy.putArray("architectures").add(family.className(type) + "ForSequenceClassification");
        });
    }

    /** The same encoder as a masked language model without labels: a base model. */
    public ModelConfig asMaskedLanguageModel() {
        return with(copy -> {
            ConfigLabels.write(copy, List.of());
            copy.putArray("architectures").add(family.className(type) + "ForMaskedLM");
        });
    }

    /** The same encoder without labels and without a head. */
    public ModelConfig asEncoder() {
        return with(copy -> {
            ConfigLabels.write(copy, List.of());
            copy.putArray("architectures").add(family.className(type) + "Model");
        });
    }

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
