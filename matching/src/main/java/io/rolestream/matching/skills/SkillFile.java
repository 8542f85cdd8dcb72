package io.rolestream.matching.skills;

import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.rules.yaml.YamlFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the vocabulary's file, whose comments define its keys. */
final class SkillFile {
    private static final String RESOURCE = "io/rolestream/matching/skills/skills.yml";

    /** Tokens of each spelling with the skill; of ignored phrases with null. */
    final Map<List<String>, @Nullable String> spellings = new LinkedHashMap<>();

    final Map<String, Float> weights = new LinkedHashMap<>();
    final Map<String, String> unclear = new LinkedHashMap<>();
    final Set<String> titles = new HashSet<>();
    final Set<List<String>> words = new HashSet<>();

    private final Problems problems = new Problems("skills.yml");
    private final NodeReader reader = new NodeReader(problems);

    static SkillFile read() {
        SkillFile file = new SkillFile();
        Node root = YamlFile.readResource(RESOURCE, file.problems);
        if (root != null) {
            file.read(root);
        }
        if (!file.problems.isEmpty()) {
            throw new InvalidFileException(file.problems);
        }
        return file;
    }

    private void read(Node root) {
        Map<String, Entry> fields =
                reader.fields(root, "the file", List.of("skills", "unclear", "ignored", "titles", "words"));
        entries(fields, "skills").forEach(this::group);
        for (Entry entry : entries(fields, "unclear")) {
            String skill = reader.text(entry.value(), "unclear " + entry.key());
            if (skill != null && !weights.containsKey(skill)) {
                problems.add(entry.line(), "unclear " + entry.key() + " stands for " + skill + ", which is no skill");
            } else if (skill != null) {
                unclear.put(entry.key(), skill);
            }
        }
        texts(fields, "ignored").forEach(phrase -> spell(phrase, null));
        titles.addAll(texts(fields, "titles"));
        texts(fields, "words").forEach(word -> words.add(tokens(word)));
    }

    private void group(Entry group) {
        float weight = Float.parseFloat(group.key());
        for (Entry skill : reader.entries(group.value(), "skills " + group.key())) {
            if (weights.putIfAbsent(skill.key(), weight) != null) {
                problems.add(skill.line(), "skill " + skill.key() + " is listed twice");
            }
            // A name that is an unclear word, as "Go" is, has no spelling of its own.
            reader.items(skill.value(), skill.key()).forEach(node -> {
                String spelling = reader.text(node, "a spelling of " + skill.key());
                if (spelling != null) {
                    spell(spelling, skill.key());
                }
            });
            spellings.putIfAbsent(tokens(skill.key()), skill.key());
        }
    }

    private void spell(String phrase, @Nullable String skill) {
        List<String> tokens = tokens(phrase);
        if (spellings.containsKey(tokens)) {
            problems.add("\"" + phrase + "\" is written twice, for " + spellings.get(tokens) + " and " + skill);
        }
        spellings.put(tokens, skill);
    }

    private static List<String> tokens(String phrase) {
        List<String> tokens = PhraseTable.rawTokens(phrase);
        if (tokens == null) {
            // A bracket or comma breaks phrases: such a name is found by its other spellings alone.
            return List.of(phrase);
        }
        return tokens;
    }

    private List<Entry> entries(Map<String, Entry> fields, String key) {
        Entry field = fields.get(key);
        return field == null ? List.of() : reader.entries(field.value(), key);
    }

    private List<String> texts(Map<String, Entry> fields, String key) {
        Entry field = fields.get(key);
        return field == null
                ? List.of()
                : reader.items(field.value(), key).stream()
                        .map(node -> reader.text(node, key))
                        .filter(text -> text != null)
                        .map(text -> (String) text)
                        .toList();
    }
}
