package io.rolestream.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code label} wrote as JSON lines. */
record Labelled(List<JsonNode> lines) {

    static Labelled in(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(json.readTree(line));
        }
        return new Labelled(lines);
    }

    /** A field of each line, in their order; {@code null} as text where it is null. */
    List<String> all(String field) {
        return lines.stream().map(line -> line.path(field).asText()).toList();
    }
}
