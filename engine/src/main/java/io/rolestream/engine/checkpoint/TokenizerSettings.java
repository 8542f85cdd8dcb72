package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The {@code tokenizer_config.json} of a checkpoint whose base has none. Without it, Python's transformers does not
 * know where to cut a text, and takes each tokenizer of BERT's kind for one that ignores case.
 */
final class TokenizerSettings {
    static final String FILE = "tokenizer_config.json";
    private static final int MAX_BYTES = 128 << 20;

    private static final String MAX_LENGTH = "model_max_length";

    private TokenizerSettings() {}

    /**
     * The longest text in tokens that the file of a checkpoint names; no limit if it names none.
     *
     * @throws CheckpointException if the file is malformed
     */
    static int maxTokens(Path checkpoint) throws CheckpointException {
        Path file = checkpoint.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Integer.MAX_VALUE;
        }
        try {
            JsonNode length = JsonFiles.read(file, MAX_BYTES).path(MAX_LENGTH);
            if (length.isNumber() && length.doubleValue() < 1) {
                throw new CheckpointException(file, MAX_LENGTH + " must be above 0, not " + length);
            }
            return length.isNumber() ? (int) Math.min(Integer.MAX_VALUE, length.doubleValue()) : Integer.MAX_VALUE;
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    /** Writes the file, unless there is one. */
    static void complete(Path checkpoint, ModelConfig config) throws IOException {
        Path file = checkpoint.resolve(FILE);
        if (Files.exists(file)) {
            return;
        }
        ObjectNode settings = JsonFiles.newObject();
        settings.put(MAX_LENGTH, config.maxTokens());
        Path tokenizer = checkpoint.resolve("tokenizer.json");
        if (Files.exists(tokenizer)) {
            JsonNode normalizer = JsonFiles.read(tokenizer, MAX_BYTES).path("normalizer");
            if (normalizer.path("type").asText().equals("BertNormalizer")) {
                settings.set("do_lower_case", normalizer.path("lowercase"));
                settings.set("strip_accents", normalizer.path("strip_accents"));
                settings.set("tokenize_chinese_chars", normalizer.path("handle_chinese_chars"));
            }
        }
        Files.write(file, JsonFiles.write(settings));
        Replacement.sync(file);
    }
}
