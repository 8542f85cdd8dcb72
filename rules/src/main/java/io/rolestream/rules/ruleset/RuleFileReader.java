package io.rolestream.rules.ruleset;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.rules.yaml.YamlFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads rule files of both kinds: the common part here, the rest in a reader for each kind. */
final class RuleFileReader {
    private static final String RESOURCES = "io/rolestream/rules/ruleset/";
    private static final List<String> BUILT_IN = List.of(RuleSet.DEFAULT, RuleSet.NOTEBOOK);
    private static final List<String> KINDS = List.of("phrases", "substring");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Taxonomy taxonomy;
    private final Problems problems;
    private final NodeReader reader;

    private RuleFileReader(Taxonomy taxonomy, Problems problems) {
        this.taxonomy = taxonomy;
        this.problems = problems;
        this.reader = new NodeReader(problems);
    }

    static RuleSet readBuiltIn(String name, Taxonomy taxonomy) {
        Problems problems = new Problems(name + ".yml");
        return read(YamlFile.readResource(RESOURCES + name + ".yml", problems), taxonomy, problems);
    }

    static RuleSet readFile(String file, Taxonomy taxonomy) {
        Problems problems = new Problems(file);
        return read(root(file, problems), taxonomy, problems);
    }

    static RuleSet.Lenient readLeniently(String nameOrFile, Taxonomy taxonomy) {
        if (BUILT_IN.contains(nameOrFile)) {
            return new RuleSet.Lenient(readBuiltIn(nameOrFile, taxonomy), List.of());
        }
        Problems problems = Problems.of(nameOrFile, true);
        return new RuleSet.Lenient(read(root(nameOrFile, problems), taxonomy, problems), problems.skipped());
    }

    private static @Nullable Node root(String file, Problems problems) {
        try {
            Path path = Path.of(file);
            if (Files.exists(path)) {
                return YamlFile.read(path, problems);
            }
        } catch (InvalidPathException e) {
            // not a file name
        }
        problems.add("no such file, and no built-in rule set (" + String.join(", ", BUILT_IN) + ")"
                + Nearest.hint(file, BUILT_IN));
        return null;
    }

    static RuleSet readText(String yaml, String fileName, Taxonomy taxonomy) {
        Problems problems = new Problems(fileName);
        return read(YamlFile.parse(yaml.getBytes(StandardCharsets.UTF_8), problems), taxonomy, problems);
    }

    private static RuleSet read(@Nullable Node root, Taxonomy taxonomy, Problems problems) {
        RuleSet rules = root == null ? null : new RuleFileReader(taxonomy, problems).rules(root);
        if (rules == null || !problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        return rules;
    }

    private @Nullable RuleSet rules(Node root) {
        String matching = matching(root);
        if (matching == null) {
            return null;
        }
        boolean phrases = matching.equals("phrases");
        var fields = reader.fields(root, "a rule set", phrases ? PhraseFileReader.FIELDS : SubstringFileReader.FIELDS);
        String name = name(fields.get("name"));
        return phrases
                ? new PhraseFileReader(taxonomy, problems, reader).read(name, fields)
                : new SubstringFileReader(taxonomy, problems, reader).read(name, fields);
    }

    /** The kind of matching, which determines the other keys; null after adding a problem. */
    private @Nullable String matching(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            problems.add(root, "a rule set must be a mapping (key: value)");
            return null;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("matching")) {
                String matching = reader.text(tuple.getValueNode(), "matching");
                if (matching == null || KINDS.contains(matching)) {
                    return matching;
                }
                problems.add(
                        tuple.getValueNode(),
                        "matching must be phrases or substring, not " + Quoted.of(matching)
                                + Nearest.hint(matching, KINDS));
                return null;
            }
        }
        problems.add("has no \"matching\"; it must be phrases or substring");
        return null;
    }

    private String name(@Nullable Entry entry) {
        if (entry == null) {
            problems.add("has no \"name\"");
            return "";
        }
        String name = reader.text(entry.value(), "name");
        if (name != null && !NAME.matcher(name).matches()) {
            problems.add(
                    entry.line(),
                    "name must be 1 to 64 letters, digits, '.', '_' or '-', and start with a letter or digit, not "
                            + Quoted.of(name));
        }
        return name == null ? "" : name;
    }

    /** The index of a role, or -1 after adding a problem. */
    static int roleIndex(String role, int line, Taxonomy taxonomy, Problems problems) {
        int index = taxonomy.indexOf(role);
        if (index < 0) {
            String hint = problems.isFull() ? "" : Nearest.hint(role, taxonomy.names());
            problems.add(line, "role " + Quoted.of(role) + " is not in the taxonomy" + hint);
        }
        return index;
    }
}
