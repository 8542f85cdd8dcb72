package io.rolestream.files.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.judge.DescribedResume;
import io.rolestream.matching.profile.Candidate;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * <p>{@code resumeId} and {@code role} may be missing, and one of {@code skills} and {@code text}.
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
    public static List<DescribedResume> read(Path file, String column) {
        DescriptionsFile reader = new DescriptionsFile(file);
        List<DescribedResume> all = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                reader.line++;
                if (!text.isBlank()) {
                    all.add(reader.described(reader.parsed(text), column));
                }
            }
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new InputException(file + " has no lines; each is a resume and a description");
        }
        return all;
    }

    private JsonNode parsed(String text) {
        try {
            JsonNode row = json.readTree(text);
            if (!row.isObject()) {
                throw problem("is not a JSON object, such as {\"text\": ..., \"description\": ...}");
            }
            return row;
        } catch (JsonProcessingException e) {
            throw problem("is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private DescribedResume described(JsonNode row, String column) {
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
        return new DescribedResume(
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
        return new InputException(file + ", line " + line + ": " + what);
    }
}
