package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
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

    private TokenizerSettings() {}

    /** Writes the file, unless there is one. */
    static void complete(Path checkpoint, ModelConfig config) throws IOException {
        Path file = checkpoint.resolve(FILE);
        if (Files.exists(file)) {
            return;
        }
        ObjectNode settings = JsonFiles.newObject();
        settings.put("model_max_length", config.maxTokens());
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
