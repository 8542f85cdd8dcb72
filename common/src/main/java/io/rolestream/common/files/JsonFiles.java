package io.rolestream.common.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files with one object: read strictly and within limits, written in the format of Python's transformers. */
public final class JsonFiles {
    private static final int MAX_NESTING = 64;
    /** No double has more places. */
    private static final int MAX_SCALE = 1100;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonFiles() {}

    /**
     * Reads a file.
     *
     * @param maxBytes the maximum size of the file
     * @throws FileException if it cannot be read, is too large, or is not one JSON object in UTF-8 without duplicate
     *     keys
     */
    public static ObjectNode read(Path file, int maxBytes) throws FileException {
        byte[] content = SmallFile.read(file, maxBytes);
        try {
            return parse(content);
        } catch (IOException e) {
            throw new FileException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Parses one JSON object.
     *
     * @throws IOException if it is not one; the message says why
     */
    public static ObjectNode parse(byte[] content) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            JsonNode root = MAPPER.readTree(text);
            if (root instanceof ObjectNode object) {
                checkNumbers(root);
                return object;
            }
            throw new IOException("is not a JSON object");
        } catch (JsonProcessingException e) {
            String reason =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IOException("not valid JSON" + (line > 0 ? ", line " + line : "") + ": " + reason, e);
        } catch (CharacterCodingException e) {
            throw new IOException("is not valid UTF-8", e);
        } catch (NumberFormatException e) {
            throw new IOException("not valid JSON: a number is out of range", e);
        }
    }

    /** Refuses numbers such as 1e1000000000, which have a billion digits when converted. */
    private static void checkNumbers(JsonNode node) throws IOException {
        if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_SCALE) {
            throw new IOException("the number " + node.asText() + " is out of range");
        }
        for (JsonNode child : node) {
            checkNumbers(child);
        }
    }

    /**
     * Writes a file atomically, creating its directory if needed.
     *
     * @throws IOException if it cannot be written; the old file is then unchanged
     */
    public static void replace(Path file, ObjectNode object) throws IOException {
        Path unfinished = Replacement.beside(file);
        try {
            Files.createDirectories(Replacement.parent(file));
            Files.write(unfinished, write(object));
            Replacement.sync(unfinished);
            Replacement.move(unfinished, file);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }

    /** An empty object that keeps numbers as they are written. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** The bytes of a file that holds an object: UTF-8, indented by two spaces. */
    public static byte[] write(ObjectNode object) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        String text = MAPPER.writer(printer).writeValueAsString(object);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
