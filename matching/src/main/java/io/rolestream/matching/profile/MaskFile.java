package io.rolestream.matching.profile;

import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.rules.yaml.YamlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the file of what is masked, whose comments define its keys. */
final class MaskFile {
    static final String GENDER = "{g}";

    private static final String RESOURCE = "io/rolestream/matching/profile/masks.yml";
    private static final List<String> KEYS =
            List.of("names", "unclear-names", "words", "genders", "clubs", "club-kinds", "people", "headings");

    private final Map<String, Set<String>> lists = new HashMap<>();

    /** The phrases of clubs as a trie over lower-case words. */
    final Phrases clubs = new Phrases();

    /** A node of the trie. */
    static final class Phrases {
        private final Map<String, Phrases> next = new HashMap<>();
        private boolean ends;

        @Nullable
        Phrases after(String word) {
            return next.get(word);
        }

        boolean ends() {
            return ends;
        }

        private void add(List<String> words) {
            Phrases node = this;
            for (String word : words) {
                node = node.next.computeIfAbsent(word, key -> new Phrases());
            }
            node.ends = true;
        }
    }

    private MaskFile() {}

    static MaskFile read() {
        Problems problems = new Problems("masks.yml");
        NodeReader reader = new NodeReader(problems);
        MaskFile file = new MaskFile();
        Node root = YamlFile.readResource(RESOURCE, problems);
        if (root != null) {
            Map<String, Entry> fields = reader.fields(root, "the file", KEYS);
            for (String key : KEYS) {
                Set<String> items = new LinkedHashSet<>();
                Entry field = fields.get(key);
                if (field == null) {
                    problems.add("has no " + key);
                } else {
                    reader.items(field.value(), key).forEach(node -> {
                        String text = reader.text(node, key);
                        if (text != null) {
                            items.add(text);
                        }
                    });
                }
                file.lists.put(key, items);
            }
            file.addClubs();
        }
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        return file;
    }

    private void addClubs() {
        for (String club : list("clubs")) {
            if (club.contains(GENDER)) {
                list("genders").forEach(gender -> clubs.add(words(club.replace(GENDER, gender))));
            } else {
                clubs.add(words(club));
            }
        }
    }

    private static List<String> words(String phrase) {
        List<String> words = new ArrayList<>();
        for (String word : phrase.split("[^\\p{L}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    Set<String> list(String key) {
        return lists.getOrDefault(key, Set.of());
    }

    /** All of it, to be hashed. */
    String content() {
        StringBuilder content = new StringBuilder();
        KEYS.forEach(key -> content.append(key).append(list(key)));
        return content.toString();
    }
}
