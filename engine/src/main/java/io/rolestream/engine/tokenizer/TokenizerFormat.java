package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.SmallFile;
import io.rolestream.engine.checkpoint.TokenizerFiles;
import io.rolestream.engine.tokenizer.json.TokenizerDocument;
import io.rolestream.engine.tokenizer.json.TokenizerParts;
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

    /**
     * The content as the native library may read it, checked by {@link TokenizerDocument}.
     *
     * @throws TokenizerException if there is none, or it is invalid
     */
    static String read(Path checkpoint) throws IOException {
        try {
            if (has(checkpoint, TOKENIZER_JSON)) {
                TokenizerExtras extras = TokenizerExtras.read(checkpoint, SpecialNames.NONE);
                return checked(checkpoint.resolve(TOKENIZER_JSON), text(checkpoint.resolve(TOKENIZER_JSON)), extras);
            }
            if (has(checkpoint, "vocab.json") && has(checkpoint, "merges.txt")) {
                TokenizerExtras extras = TokenizerExtras.read(checkpoint, SpecialNames.OF_ROBERTA);
                return checked(checkpoint, JSON.writeValueAsString(roberta(checkpoint, extras)), extras);
            }
            if (has(checkpoint, "vocab.txt")) {
                TokenizerExtras extras = TokenizerExtras.read(checkpoint, SpecialNames.OF_BERT);
                return checked(checkpoint, JSON.writeValueAsString(bert(checkpoint, extras)), extras);
            }
        } catch (FileException e) {
            throw new TokenizerException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException("The tokenizer files in " + checkpoint + " are invalid: " + e.getMessage(), e);
        }
        throw new TokenizerException(
                checkpoint + " " + TokenizerFiles.missing(name -> has(checkpoint, name), checkpoint.toString()));
    }

    private static String checked(Path where, String json, TokenizerExtras extras) {
        try {
            return TokenizerDocument.checked(json, extras::apply);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(where + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode roberta(Path checkpoint, TokenizerExtras extras) throws IOException {
        Path file = checkpoint.resolve("vocab.json");
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> token :
                JsonFiles.read(file, TokenizerDocument.MAX_BYTES).properties()) {
            if (!TokenizerParts.isId(token.getValue())) {
                throw new FileException(file, "the value of a token is not an id");
            }
            vocabulary.put(token.getKey(), token.getValue().intValue());
        }
        List<String> merges = text(checkpoint.resolve("merges.txt"))
                .lines()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .toList();
        return TokenizerJson.roberta(vocabulary, merges, extras);
    }

    private static ObjectNode bert(Path checkpoint, TokenizerExtras extras) throws IOException {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        int line = 0;
        for (String token : text(checkpoint.resolve("vocab.txt")).lines().toList()) {
            vocabulary.put(token, line++);
        }
        return TokenizerJson.bert(vocabulary, extras);
    }

    private static boolean has(Path checkpoint, String file) {
        return Files.isRegularFile(checkpoint.resolve(file));
    }

    private static String text(Path file) throws FileException {
        return SmallFile.text(file, TokenizerDocument.MAX_BYTES);
    }
}
