package io.rolestream.files.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.judge.JudgedDescription;
import io.rolestream.matching.profile.Candidate;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON lines, each a resume and descriptions of jobs that were written for it:
 *
 * <pre>{@code
 * {"resumeId": "r1", "skills": "java, spring", "text": "...", "role": "Backend Developer", "description": "..."}
 * }</pre>
 *
 * <p>{@code resumeId} and {@code role} may be missing, and one of {@code skills} and {@code text}. A line without an id
 * has a resume of its own. No message quotes a text of the file, which may be of a person.
 */
public final class DescriptionsFile {
    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private long line;

    private DescriptionsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the descriptions in one column.
     *
     * @return at least one
     * @throws InputException if the file cannot be read, or a line lacks something; the message names the line
     */
    public static List<JudgedDescription> read(Path file, String column) {
        DescriptionsFile reader = new DescriptionsFile(file);
        List<JudgedDescription> all = new ArrayList<>();
        // Bytes as characters first, so that a line which is not UTF-8 can be named.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String bytes = lines.readLine(); bytes != null; bytes = lines.readLine()) {
                reader.line++;
                String text = reader.decoded(bytes);
                if (!text.isBlank()) {
                    all.add(reader.described(reader.parsed(text), column));
                }
            }
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": no such file (looked for " + file.toAbsolutePath() + "); check the path", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new InputException(file + " has no lines; each is a resume and a description");
        }
        return all;
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

    private JudgedDescription described(JsonNode row, String column) {
        String skills = text(row, "skills");
        String body = text(row, "text");
        if (skills == null && body == null) {
            throw problem("has neither skills nor text of a resume");
        }
        JsonNode description = row.get(column);
        if (description == null || !description.isTextual()) {
            throw problem("has no text \"" + column + "\"; --column and --versus name the descriptions' fields");
        }
        String id = text(row, "resumeId");
        return new JudgedDescription(
                new Candidate(id == null ? "line " + line : id, skills, body, null),
                text(row, "role"),
                description.textValue());
    }

    private @Nullable String text(JsonNode row, String field) {
        JsonNode value = row.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw problem("has a " + field + " that is not a text");
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    private InputException problem(String what) {
        return problem(what, null);
    }

    private InputException problem(String what, @Nullable Exception cause) {
        return new InputException(file + ", line " + line + " " + what, cause);
    }
}
