package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
public record ModelConfig(
        ModelType type,
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        Activation activation,
        double hiddenDropout,
        double attentionDropout,
        @Nullable Double classifierDropout,
        double layerNormEps,
        int maxPositions,
        int typeVocabSize,
        double initializerRange,
        int padTokenId,
        @Nullable Integer bosTokenId,
        @Nullable Integer eosTokenId,
        List<String> labels,
        @Nullable String dtype,
        List<String> architectures,
        Map<String, JsonNode> other) {
    /** The file's name in a checkpoint directory. */
    public static final String FILE = "config.json";

    /** Larger files are refused. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    /** More labels than this are refused. */
    public static final int MAX_LABELS = 100_000;

    private static final int MAX_VOCABULARY = 10_000_000;
    private static final int MAX_WIDTH = 1 << 16;
    private static final int MAX_INTERMEDIATE = 1 << 18;
    private static final int MAX_LAYERS = 1000;
    private static final int MAX_POSITIONS = 10_000_000;
    private static final int MAX_TYPES = 1000;

    public ModelConfig {
        labels = List.copyOf(labels);
        architectures = List.copyOf(architectures);
        other = Collections.unmodifiableMap(new TreeMap<>(other));
        checkRange("vocab_size", vocabSize, 1, MAX_VOCABULARY);
        checkRange("hidden_size", hiddenSize, 1, MAX_WIDTH);
        checkRange("num_hidden_layers", layers, 1, MAX_LAYERS);
        checkRange("num_attention_heads", heads, 1, hiddenSize);
        if (hiddenSize % heads != 0) {
            throw new IllegalArgumentException(
                    "hidden_size " + hiddenSize + " is not a multiple of num_attention_heads " + heads);
        }
        checkRange("intermediate_size", intermediateSize, 1, MAX_INTERMEDIATE);
        checkShare("hidden_dropout_prob", hiddenDropout);
        checkShare("attention_probs_dropout_prob", attentionDropout);
        if (classifierDropout != null) {
            checkShare("classifier_dropout", classifierDropout);
        }
        if (!(layerNormEps > 0 && layerNormEps < 1)) {
            throw new IllegalArgumentException("layer_norm_eps must be between 0 and 1, not " + layerNormEps);
        }
        if (!(initializerRange > 0 && initializerRange <= 1)) {
            throw new IllegalArgumentException(
                    "initializer_range must be above 0 and at most 1, not " + initializerRange);
        }
        checkRange("type_vocab_size", typeVocabSize, 1, MAX_TYPES);
        checkToken("pad_token_id", padTokenId, vocabSize);
        checkToken("bos_token_id", bosTokenId, vocabSize);
        checkToken("eos_token_id", eosTokenId, vocabSize);
        checkRange(
                "max_position_embeddings", maxPositions, type.offsetsPositions() ? padTokenId + 2 : 1, MAX_POSITIONS);
        checkLabels(labels);
    }

    /**
     * A new RoBERTa with the defaults of the original: dropout 0.1, GELU, tokens 0, 1 and 2 for start, padding and end, no labels.
     *
     * @param maxTokens the longest text in tokens; the position table gets two rows more
     */
    public static ModelConfig roberta(
            int vocabSize, int hiddenSize, int layers, int heads, int intermediateSize, int maxTokens) {
        return new ModelConfig(
                ModelType.ROBERTA,
                vocabSize,
                hiddenSize,
                layers,
                heads,
                intermediateSize,
                Activation.GELU,
                0.1,
                0.1,
                null,
                1e-5,
                maxTokens + 2,
                1,
                0.02,
                1,
                0,
                2,
                List.of(),
                null,
                List.of(ModelType.ROBERTA.classifierClass()),
                Map.of());
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws CheckpointException if it cannot be read, or a key is missing or invalid
     */
    public static ModelConfig read(Path file) throws CheckpointException {
        return new ConfigReader(file).read();
    }

    /** Writes a {@code config.json} as Python's transformers does: keys in alphabetical order, all of {@link #other} among them. */
    public void write(Path file) throws CheckpointException {
        try {
            Files.write(file, JsonFiles.write(ConfigFields.of(this)));
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    /** The longest text in tokens, those for start and end included. */
    public int maxTokens() {
        return type.offsetsPositions() ? maxPositions - padTokenId - 1 : maxPositions;
    }

    /** The dropout before the classifier's last layer. */
    public double effectiveClassifierDropout() {
        return classifierDropout == null ? hiddenDropout : classifierDropout;
    }

    /** The same encoder as a classifier for these labels. */
    public ModelConfig withLabels(List<String> newLabels) {
        return copy(
                hiddenDropout, attentionDropout, classifierDropout, newLabels, dtype, List.of(type.classifierClass()));
    }

    /** The same encoder as a masked language model, without labels: a base model. */
    public ModelConfig asMaskedLanguageModel() {
        return copy(
                hiddenDropout,
                attentionDropout,
                classifierDropout,
                List.of(),
                dtype,
                List.of(type.maskedLanguageClass()));
    }

    /** The same with other dropouts. */
    public ModelConfig withDropout(double hidden, double attention, @Nullable Double classifier) {
        return copy(hidden, attention, classifier, labels, dtype, architectures);
    }

    /** The same with weights stored as another type. */
    public ModelConfig withDtype(@Nullable String newDtype) {
        return copy(hiddenDropout, attentionDropout, classifierDropout, labels, newDtype, architectures);
    }

    private ModelConfig copy(
            double newHiddenDropout,
            double newAttentionDropout,
            @Nullable Double newClassifierDropout,
            List<String> newLabels,
            @Nullable String newDtype,
            List<String> newArchitectures) {
        return new ModelConfig(
                type,
                vocabSize,
                hiddenSize,
                layers,
                heads,
                intermediateSize,
                activation,
                newHiddenDropout,
                newAttentionDropout,
                newClassifierDropout,
                layerNormEps,
                maxPositions,
                typeVocabSize,
                initializerRange,
                padTokenId,
                bosTokenId,
                eosTokenId,
                newLabels,
                newDtype,
                newArchitectures,
                other);
    }

    private static void checkRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ", not " + value);
        }
    }

    private static void checkShare(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(key + " must be from 0 up to but not 1, not " + value);
        }
    }

    private static void checkToken(String key, @Nullable Integer id, int vocabSize) {
        if (id != null && (id < 0 || id >= vocabSize)) {
            throw new IllegalArgumentException(
                    key + " must be a token of the vocabulary, from 0 to " + (vocabSize - 1) + ", not " + id);
        }
    }

    private static void checkLabels(List<String> labels) {
        checkRange("id2label: the number of labels", labels.size(), 0, MAX_LABELS);
        HashSet<String> seen = new HashSet<>();
        for (String label : labels) {
            if (label.isBlank()) {
                throw new IllegalArgumentException("id2label: label " + seen.size() + " is blank");
            }
            if (!seen.add(label)) {
                throw new IllegalArgumentException("id2label: label " + Quoted.of(label) + " is there twice");
            }
        }
    }
}
