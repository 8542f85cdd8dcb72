package io.rolestream.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.SmallFile;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of sentence-transformers beside a checkpoint: {@code modules.json} names the steps from a text to its
 * embedding, {@code 1_Pooling/config.json} the pooling, {@code sentence_bert_config.json} where texts are cut.
 *
 * @param maxTokens where texts are cut, or null
 */
record SentenceModules(Pooling pooling, @Nullable Integer maxTokens) {
    static final String FILE = "modules.json";

    static final String TRANSFORMER_FILE = "sentence_bert_config.json";
    private static final int MAX_BYTES = 1 << 20;
    private static final String MODE = "pooling_mode_";

    /** Embeddings are normalized here in any case, so that this module changes nothing. */
    private static final Set<String> KNOWN = Set.of("Transformer", "Pooling", "Normalize");

    /**
     * Null if there is no {@code modules.json}.
     *
     * @throws CheckpointException if a file is malformed, or asks for something unsupported
     */
    static @Nullable SentenceModules read(Path checkpoint) throws CheckpointException {
        Path file = checkpoint.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        String poolingPath = null;
        for (JsonNode module : modules(file)) {
            String type = module.path("type").asText();
            String name = type.substring(type.lastIndexOf('.') + 1);
            if (!KNOWN.contains(name)) {
                throw new CheckpointException(
                        file,
                        "the module " + Quoted.of(type) + " is not supported; known are " + sorted(KNOWN.stream()));
            }
            if (name.equals("Pooling")) {
                poolingPath = module.path("path").asText();
            }
        }
        if (poolingPath == null) {
            throw new CheckpointException(file, "has no module for the pooling");
        }
        return new SentenceModules(
                pooling(checkpoint.resolve(poolingPath).resolve("config.json")), maxTokens(checkpoint));
    }

    private static JsonNode modules(Path file) throws CheckpointException {
        try {
            JsonNode modules = new ObjectMapper().readTree(SmallFile.text(file, MAX_BYTES));
            if (!modules.isArray()) {
                throw new CheckpointException(file, "is not a JSON array");
            }
            return modules;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file, null, "is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    private static Pooling pooling(Path file) throws CheckpointException {
        JsonNode config = object(file);
        List<String> modes = config.properties().stream()
                .filter(entry ->
                        entry.getKey().startsWith(MODE) && entry.getValue().asBoolean())
                .map(entry -> entry.getKey().substring(MODE.length()))
                .toList();
        if (modes.equals(List.of("mean_tokens"))) {
            return Pooling.MEAN;
        }
        if (modes.equals(List.of("cls_token"))) {
            return Pooling.FIRST;
        }
        throw new CheckpointException(
                file, "asks for the pooling " + sorted(modes.stream()) + "; known are cls_token and mean_tokens");
    }

    private static @Nullable Integer maxTokens(Path checkpoint) throws CheckpointException {
        Path file = checkpoint.resolve(TRANSFORMER_FILE);
        if (!Files.exists(file)) {
            return null;
        }
        JsonNode config = object(file);
        if (config.path("do_lower_case").asBoolean()) {
            throw new CheckpointException(file, "do_lower_case is not supported; the tokenizer has to do this");
        }
        JsonNode tokens = config.path("max_seq_length");
        return tokens.isIntegralNumber() ? tokens.intValue() : null;
    }

    private static JsonNode object(Path file) throws CheckpointException {
        try {
            return JsonFiles.read(file, MAX_BYTES);
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    private static String sorted(Stream<String> names) {
        return String.join(", ", names.sorted().toList());
    }
}
