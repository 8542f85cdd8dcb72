package io.rolestream.engine.training;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The development data, which is not part of the project: in the directory that the system property
 * {@code rolestream.data} names, or else in {@code ../shared/data} beside the repository.
 */
final class DevelopmentData {
    static final Taxonomy ROLES = Taxonomy.standard();

    private static final Path DIRECTORY = Path.of(System.getProperty("rolestream.data", "../../shared/data"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private DevelopmentData() {}

    /** Skills and the index of their role. */
    record Labelled(String skills, int role) {}

    /** What is measured on, never learnt from. */
    static List<Labelled> dev() throws IOException {
        List<Labelled> result = new ArrayList<>();
        for (JsonNode row : rows("dev-roles.jsonl")) {
            result.add(new Labelled(
                    row.get("skills").asText(), ROLES.indexOf(row.get("role").asText())));
        }
        return result;
    }

    /** The skills of the stream that people gave a role. */
    static List<Labelled> answers() throws IOException {
        Map<String, String> skills = new LinkedHashMap<>();
        for (JsonNode row : rows("stream.jsonl")) {
            skills.put(row.get("resumeId").asText(), row.get("skills").asText());
        }
        List<Labelled> result = new ArrayList<>();
        for (JsonNode row : rows("reviewer-answers.jsonl")) {
            String text = skills.get(row.get("resumeId").asText());
            if (text != null) {
                result.add(new Labelled(text, ROLES.indexOf(row.get("role").asText())));
            }
        }
        return result;
    }

    /** The skills of the stream. */
    static List<String> stream() throws IOException {
        return rows("stream.jsonl").stream()
                .map(row -> row.get("skills").asText())
                .toList();
    }

    private static List<JsonNode> rows(String file) throws IOException {
        Path path = DIRECTORY.resolve(file);
        assumeTrue(Files.exists(path), "skipped: needs the development data (set -Drolestream.data=DIRECTORY)");
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }
}
