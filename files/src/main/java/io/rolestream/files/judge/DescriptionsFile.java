package io.rolestream.files.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.describe.ObjectLines;
import io.rolestream.matching.judge.JudgedDescription;
import io.rolestream.matching.profile.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    private DescriptionsFile() {}

    /**
     * Reads the descriptions in one column.
     *
     * @return at least one
     * @throws InputException if the file cannot be read, or a line lacks something; the message names the line
     */
    public static List<JudgedDescription> read(Path file, String column) {
        ObjectLines lines = new ObjectLines(file);
        List<JudgedDescription> all = new ArrayList<>();
        lines.read(row -> all.add(described(lines, row, column)));
        if (all.isEmpty()) {
            throw new InputException(file + " has no lines; each is a resume and a description");
        }
        return all;
    }

    private static JudgedDescription described(ObjectLines lines, JsonNode row, String column) {
        String skills = lines.text(row, "skills");
        String body = lines.text(row, "text");
        if (skills == null && body == null) {
            throw lines.problem("has neither skills nor text of a resume");
        }
        JsonNode description = row.get(column);
        if (description == null || !description.isTextual()) {
            throw lines.problem("has no text \"" + column + "\"; --column and --versus name the descriptions' fields");
        }
        String id = lines.text(row, "resumeId");
        return new JudgedDescription(
                new Candidate(id == null ? "line " + lines.line() : id, skills, body, null),
                lines.text(row, "role"),
                description.textValue());
    }
}
