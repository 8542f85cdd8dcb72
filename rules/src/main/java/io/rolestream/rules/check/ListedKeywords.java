package io.rolestream.rules.check;

import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.rules.yaml.YamlFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The line on which a rule file first lists each keyword, as it is written there, and each role's keywords. */
record ListedKeywords(Map<String, Integer> lines) {
    /** @param file a valid rule file; the built-in sets have no lines */
    static ListedKeywords of(String file) {
        Map<String, Integer> lines = new HashMap<>();
        Problems problems = new Problems(file);
        Node root = Path.of(file).toFile().exists() ? YamlFile.read(Path.of(file), problems) : null;
        if (root instanceof MappingNode) {
            NodeReader reader = new NodeReader(problems);
            for (Entry field : reader.entries(root, "a rule set")) {
                if (field.key().equals("roles")) {
                    reader.entries(field.value(), "roles").stream()
                            .flatMap(role -> reader.entries(role.value(), "a role").stream())
                            .forEach(keyword -> lines.putIfAbsent(keyword.key(), keyword.line()));
                } else if (field.key().equals("rules")) {
                    reader.items(field.value(), "rules").forEach(rule -> substrings(rule, reader, lines));
                }
            }
        }
        return new ListedKeywords(lines);
    }

    private static void substrings(Node rule, NodeReader reader, Map<String, Integer> lines) {
        for (Entry field : reader.entries(rule, "a rule")) {
            List<Node> keywords = field.key().equals("keywords") ? reader.items(field.value(), "keywords") : List.of();
            for (Node node : keywords) {
                String keyword = reader.text(node, "a keyword");
                if (keyword != null) {
                    lines.putIfAbsent(keyword, Problems.line(node));
                }
            }
        }
    }

    int line(String keyword) {
        return lines.getOrDefault(keyword, 0);
    }
}
