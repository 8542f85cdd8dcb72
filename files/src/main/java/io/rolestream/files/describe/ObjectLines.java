package io.rolestream.files.describe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.files.bytes.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file of JSON objects, one a line. No message quotes a text of the file, which may be of a person. */
public final class ObjectLines {
    private static final int MAX_LINE_BYTES = 1 << 20;

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private long line;

    public ObjectLines(Path file) {
        this.file = file;
    }

    /**
     * Reads all lines but blank ones.
     *
     * @param each called for every object
     * @throws InputException if the file cannot be read, or a line is no object or too long; the message names the line
     */
    public void read(Consumer<JsonNode> each) {
        // Bytes as characters first, so that a line which is not UTF-8 can be named.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String bytes = next(lines); bytes != null; bytes = next(lines)) {
                String text = decoded(bytes);
                if (!text.isBlank()) {
                    each.accept(parsed(text));
                }
            }
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": no such file (looked for " + file.toAbsolutePath() + "); check the path", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The next line; null at the end of the file. A carriage return before its end is white space to JSON. */
    private @Nullable String next(BufferedReader lines) throws IOException {
        int read = lines.read();
        if (read < 0) {
            return null;
        }
        line++;
        StringBuilder bytes = new StringBuilder();
        for (; read >= 0 && read != '\n'; read = lines.read()) {
            if (bytes.length() == MAX_LINE_BYTES) {
                throw problem("has more than " + MAX_LINE_BYTES + " bytes; put each object on a line of its own");
            }
            bytes.append((char) read);
        }
        return bytes.toString();
    }

    private String decoded(String bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw problem("is not valid UTF-8; save the file as UTF-8", e);
        }
    }

    private JsonNode parsed(String text) {
        try {
            JsonNode row = json.readTree(text);
            if (!row.isObject()) {
                throw problem("is not a JSON object, such as {\"text\": ..., \"description\": ...}");
            }
            return row;
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            // Neither the message nor the cause, which quote the text.
            throw problem("is not valid JSON" + (column > 0 ? ", from character " + column : ""));
        }
    }

    /** A field of the current line; null if it is missing, null or blank. */
    public @Nullable String text(JsonNode row, String field) {
        JsonNode value = row.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw problem("has a " + field + " that is not a text");
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    /** The number of the current line, from 1. */
    public long line() {
        return line;
    }

    /** What is wrong with the current line. */
    public InputException problem(String what) {
        return problem(what, null);
    }

    private InputException problem(String what, @Nullable Exception cause) {
        return new InputException(file + ", line " + line + " " + what, cause);
    }
}
