package io.rolestream.rules.ruleset;

import io.rolestream.common.text.Quoted;
import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads rule files with {@code matching: phrases}. The order matters: aliases of single tokens first, since they change
 * how everything else is read, then keywords and ignored phrases, then their synonyms.
 */
final class PhraseFileReader {
    static final List<String> FIELDS = List.of(
            "name",
            "matching",
            "minimum-score",
            "lead-tokens",
            "lead-factor",
            "lowest-confidence",
            "highest-confidence",
            "confidence-scale",
            "aliases",
            "ignored",
            "roles");

    private final Taxonomy taxonomy;
    private final Problems problems;
    private final NodeReader reader;
    private final Problems ofEntries;
    private final NodeReader entryReader;
    private final PhraseTable table = new PhraseTable();
    /** For each phrase, after aliasing, the line that first has it. */
    private final Map<List<String>, Integer> lines = new HashMap<>();

    PhraseFileReader(Taxonomy taxonomy, Problems problems, NodeReader reader) {
        this.taxonomy = taxonomy;
        this.problems = problems;
        this.reader = reader;
        this.ofEntries = problems.ofEntries();
        this.entryReader = new NodeReader(ofEntries);
    }

    /** The rule set, or null after adding a problem. */
    @Nullable
    RuleSet read(String name, Map<String, Entry> fields) {
        PhraseSettings settings = new PhraseSettingsReader(problems, reader).read(fields);
        PhraseAliases aliases = new PhraseAliases(table, problems, reader);
        Entry aliased = fields.get("aliases");
        if (aliased != null) {
            aliases.readTokens(aliased.value());
        }
        Entry roles = fields.get("roles");
        if (roles != null) {
            reader.entries(roles.value(), "roles").forEach(this::readRole);
        }
        if (table.names.isEmpty() && problems.isEmpty()) {
            problems.add("has no rules");
        }
        Entry ignored = fields.get("ignored");
        if (ignored != null) {
            reader.items(ignored.value(), "ignored").forEach(this::readIgnored);
        }
        aliases.addSynonyms(lines);
        return problems.isEmpty() ? new PhraseRules(name, taxonomy, settings, table) : null;
    }

    private void readRole(Entry role) {
        int index = RuleFileReader.roleIndex(role.key(), role.line(), taxonomy, problems);
        Map<List<String>, Entry> ofRole = new HashMap<>();
        NodeReader keywords = role.value() instanceof MappingNode ? entryReader : reader;
        for (Entry keyword : keywords.entries(role.value(), "role " + Quoted.of(role.key()))) {
            String what = "keyword " + Quoted.of(keyword.key());
            List<String> tokens = phrase(keyword.key(), what, keyword.line());
            OptionalDouble weight = entryReader.number(keyword.value(), "the weight of " + what);
            if (weight.isPresent() && !isWeight(weight.getAsDouble())) {
                ofEntries.add(
                        keyword.line(),
                        "the weight of " + what + " must be between -100 and 100 and not 0; to give a phrase no"
                                + " weight, list it under \"ignored\"");
                continue;
            }
            Entry alike = tokens == null ? null : ofRole.putIfAbsent(tokens, keyword);
            if (alike != null) {
                ofEntries.add(
                        keyword.line(),
                        what + " is the same as " + Quoted.of(alike.key()) + " on line " + alike.line());
            } else if (tokens != null && weight.isPresent()) {
                lines.putIfAbsent(tokens, keyword.line());
                int number = table.keyword(tokens, keyword.key());
                table.weights.get(number).put(index, PhraseWeights.units(weight.getAsDouble()));
            }
        }
    }

    private static boolean isWeight(double weight) {
        return PhraseWeights.units(weight) != 0 && Math.abs(weight) <= PhraseWeights.LIMIT;
    }

    private void readIgnored(Node item) {
        String text = entryReader.text(item, "an ignored phrase");
        int line = Problems.line(item);
        List<String> tokens = text == null ? null : phrase(text, "ignored phrase " + Quoted.of(text), line);
        if (text == null || tokens == null) {
            return;
        }
        Integer first = lines.putIfAbsent(tokens, line);
        if (first == null) {
            table.keyword(tokens, text);
        } else {
            ofEntries.add(line, "ignored phrase " + Quoted.of(text) + " is already listed, on line " + first);
        }
    }

    private @Nullable List<String> phrase(String text, String what, int line) {
        return PhraseAliases.checked(table.tokens(text), what, line, ofEntries);
    }
}
