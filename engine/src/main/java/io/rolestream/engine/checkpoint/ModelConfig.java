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

    private static final String RANGE = "initializer_range";
    private static final double DEFAULT_INITIALIZER_RANGE = 0.02;

    /** Keys that describe one checkpoint and not another that is trained from it. */
    private static final List<String> INHERITED = List.of(
            "_name_or_path",
            "_num_labels",
            "add_cross_attention",
            "auto_map",
            "base_model_name_or_path",
            "chunk_size_feed_forward",
            "custom_pipelines",
            "finetuning_task",
            "is_decoder",
            "problem_type",
            "pruned_heads",
            "quantization_config",
            "sentence_transformers",
            "task_specific_params",
            "transformers_version");

    private final ObjectNode root;
    private final String type;
    private final ModelFamily family;
    private final ModelSizes sizes;
    private final List<String> labels;
    private final @Nullable IllegalArgumentException labelFault;

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
        if (keys.has("quantization_config")) {
            throw new IllegalArgumentException("quantization_config is not supported; save the model with float16,"
                    + " bfloat16 or float32 weights, and without that key");
        }
        List<String> read = List.of();
        IllegalArgumentException fault = null;
        try {
            read = ConfigLabels.read(keys);
        } catch (IllegalArgumentException e) { // a base's labels are replaced
            fault = e;
        }
        labels = read;
        labelFault = fault;
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

    /**
     * The standard deviation of new weights.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1; a model without new weights does not need it
     */
    public double initializerRange() {
        double range = keys().decimal(RANGE, keys().decimal("init_std", DEFAULT_INITIALIZER_RANGE)); // BART's
        if (!(range >= 0 && range <= 1)) {
            throw new IllegalArgumentException("initializer_range must be from 0 to 1, not " + range);
        }
        return range;
    }

    /**
     * {@code id2label} by id; empty if the file has none, as for base models.
     *
     * @throws IllegalArgumentException if they are invalid; {@link CheckpointDirectory#labels} names the file. A model
     *     that is only a base does not need them
     */
    public List<String> labels() {
        if (labelFault != null) {
            throw new IllegalArgumentException(labelFault.getMessage(), labelFault);
        }
        return labels;
    }

    /** The stored type of the weights, such as {@code float32}, or null. */
    public @Nullable String dtype() {
        String dtype = keys().text("torch_dtype");
        return dtype == null ? keys().text("dtype") : dtype;
    }

    /**
     * The configuration of a model that is trained from this one: without what is true only of this one's weights,
     * files and use.
     */
    public ModelConfig trained() {
        return with(copy -> {
            copy.remove(INHERITED);
            if (copy.path(RANGE).isIntegralNumber()) {
                copy.put(RANGE, copy.get(RANGE).doubleValue()); // transformers 5 refuses a whole number
            }
        });
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
