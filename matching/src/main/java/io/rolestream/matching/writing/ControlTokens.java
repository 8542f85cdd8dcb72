package io.rolestream.matching.writing;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that a tokenizer reads as tokens of their own, such as the end of a turn in a chat. A resume that contains
 * one could end its own part of the prompt and go on as somebody else, so {@link #inert} takes them apart.
 */
final class ControlTokens {
    private static final String FILE = "tokenizer.json";
    private static final int MAX_BYTES = 256 << 20;

    private final List<String> tokens;

    private ControlTokens(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /**
     * Those of a checkpoint; none if it has no {@value #FILE}.
     *
     * @throws FileException if the file is malformed or cannot be read
     */
    static ControlTokens of(Path checkpoint) throws FileException {
        Path file = checkpoint.resolve(FILE);
        List<String> tokens = new ArrayList<>();
        if (Files.exists(file)) {
            for (JsonNode token : JsonFiles.read(file, MAX_BYTES).path("added_tokens")) {
                String content = token.path("content").asText();
                if (content.strip().length() > 1) {
                    tokens.add(content);
                }
            }
        }
        return new ControlTokens(tokens);
    }

    /** The text with a space after the first character of each of them, so that it is read as ordinary characters. */
    String inert(String text) {
        String inert = text;
        for (String token : tokens) {
            inert = inert.replace(token, token.charAt(0) + " " + token.substring(1));
        }
        return inert;
    }
}
