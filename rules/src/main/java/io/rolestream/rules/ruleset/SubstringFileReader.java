package io.rolestream.rules.ruleset;

import io.rolestream.common.text.Quoted;
import io.rolestream.rules.matching.LowerCase;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads rule files with {@code matching: substring}. */
final class SubstringFileReader {
    static final List<String> FIELDS =
            List.of("name", "matching", SubstringConfidence.MATCHED, SubstringConfidence.ABSTAINING, "rules");

    private final Taxonomy taxonomy;
    private final Problems problems;
    private final Problems ofEntries;
    private final NodeReader reader;
    private final NodeReader entryReader;

    SubstringFileReader(Taxonomy taxonomy, Problems problems, NodeReader reader) {
        this.taxonomy = taxonomy;
        this.problems = problems;
        this.reader = reader;
        this.ofEntries = problems.ofEntries();
        this.entryReader = new NodeReader(ofEntries);
    }

    /** The rule set, or null after adding a problem. */
    @Nullable
    RuleSet read(String name, Map<String, Entry> fields) {
        Entry listed = fields.get("rules");
        List<SubstringRule> rules = new ArrayList<>();
        if (listed != null) {
            for (Node item : reader.items(listed.value(), "rules")) {
                SubstringRule rule = rule(item);
                if (!rule.keywords().isEmpty()) {
                    rules.add(rule);
                }
            }
        }
        if (rules.isEmpty() && problems.isEmpty()) {
            problems.add("has no rules");
        }
        SubstringConfidence confidence = SubstringConfidence.read(fields, reader, problems);
        return problems.isEmpty() ? new SubstringRules(name, taxonomy, rules, confidence) : null;
    }

    /** The rule without keywords that cannot be used. */
    private SubstringRule rule(Node node) {
        Map<String, Entry> fields = reader.fields(node, "a rule", List.of("role", "keywords"));
        Entry named = fields.get("role");
        String role = named == null ? null : reader.text(named.value(), "role");
        int index = -1;
        if (named == null) {
            problems.add(node, "a rule needs a role");
        } else if (role != null) {
            index = RuleFileReader.roleIndex(role, named.line(), taxonomy, problems);
        }
        Entry listed = fields.get("keywords");
        int before = problems.size();
        List<Node> items = listed == null ? List.of() : reader.items(listed.value(), "keywords");
        if (items.isEmpty() && problems.size() == before) {
            problems.add(node, "a rule needs keywords");
        }
        return new SubstringRule(index, keywords(items));
    }

    /** In lower case, as the text is when it is searched. */
    private List<String> keywords(List<Node> items) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Node item : items) {
            String keyword = entryReader.text(item, "a keyword");
            if (keyword == null) {
                continue;
            }
            if (keyword.isBlank()) {
                ofEntries.add(item, "a keyword must not be empty");
                continue;
            }
            Integer first = lines.putIfAbsent(LowerCase.of(keyword), Problems.line(item));
            if (first != null) {
                ofEntries.add(item, "keyword " + Quoted.of(keyword) + " is written twice, first on line " + first);
            }
        }
        return List.copyOf(lines.keySet());
    }
}
