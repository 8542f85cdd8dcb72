package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a checkpoint's tokenizer as a {@code tokenizer.json}: that file itself, or one made from the older files
 * {@code vocab.json} and {@code merges.txt} (RoBERTa) or {@code vocab.txt} (BERT).
 */
public final class TokenizerFormat {
    public static final String TOKENIZER_JSON = "tokenizer.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenizerFormat() {}

    static String read(Path checkpoint) throws IOException {
        if (has(checkpoint, TOKENIZER_JSON)) {
            return Files.readString(checkpoint.resolve(TOKENIZER_JSON));
        }
        try {
            if (has(checkpoint, "vocab.json") && has(checkpoint, "merges.txt")) {
                return JSON.writeValueAsString(roberta(checkpoint));
            }
            if (has(checkpoint, "vocab.txt")) {
                return JSON.writeValueAsString(bert(checkpoint));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new TokenizerException("The tokenizer files in " + checkpoint + " are invalid: " + e.getMessage(), e);
        }
        throw new TokenizerException("No tokenizer in " + checkpoint
                + ": there is neither tokenizer.json, nor vocab.json with merges.txt, nor vocab.txt");
    }

    private static ObjectNode roberta(Path checkpoint) throws IOException {
        Map<String, Integer> vocabulary =
                JSON.readValue(Files.readString(checkpoint.resolve("vocab.json")), new TypeReference<>() {});
        List<String> merges = Files.readAllLines(checkpoint.resolve("merges.txt")).stream()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .toList();
        return TokenizerJson.roberta(vocabulary, merges, configured(checkpoint, "add_prefix_space", false));
    }

    private static ObjectNode bert(Path checkpoint) throws IOException {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (String token : Files.readAllLines(checkpoint.resolve("vocab.txt"))) {
            vocabulary.put(token, vocabulary.size());
        }
        return TokenizerJson.bert(vocabulary, configured(checkpoint, "do_lower_case", true));
    }

    private static boolean configured(Path checkpoint, String key, boolean otherwise) throws IOException {
        if (!has(checkpoint, "tokenizer_config.json")) {
            return otherwise;
        }
        JsonNode config = JSON.readTree(Files.readString(checkpoint.resolve("tokenizer_config.json")));
        return config.path(key).asBoolean(otherwise);
    }

    private static boolean has(Path checkpoint, String file) {
        return Files.isRegularFile(checkpoint.resolve(file));
    }
}
