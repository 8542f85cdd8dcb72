package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The texts of a file, one a line, read as they are asked for. UTF-8. Close the streams: they hold the file open. */
@SuppressWarnings("StreamResourceLeak")
public final class Texts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    /** Each line, without its end, is a text. */
    public static Stream<String> lines(Path file) throws IOException {
        return Files.lines(file);
    }

    /**
     * Reads a text field from each line, which is a JSON object. Lines without the field, or with null, are skipped.
     *
     * @throws IllegalArgumentException from the stream, if a line is not a JSON object or the field is not a string
     */
    public static Stream<String> jsonLines(Path file, String field) throws IOException {
        return Files.lines(file)
                .filter(line -> !line.isBlank())
                .map(line -> read(line, field, file))
                .filter(text -> !text.isEmpty());
    }

    private static String read(String line, String field, Path file) {
        JsonNode row;
        try {
            row = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON in " + file + ": " + excerpt(line), e);
        }
        if (!row.isObject()) {
            throw new IllegalArgumentException("not a JSON object in " + file + ": " + excerpt(line));
        }
        JsonNode value = row.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + field + "\" is not a string in " + file + ": " + excerpt(line));
        }
        return value.textValue();
    }

    private static String excerpt(String line) {
        return line.length() > 80 ? line.substring(0, 80) + "..." : line;
    }
}
