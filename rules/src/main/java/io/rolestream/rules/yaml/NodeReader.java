package io.rolestream.rules.yaml;

import io.rolestream.common.text.Nearest;
import io.rolestream.common.text.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads typed values from YAML nodes. An invalid value is added to the problems and omitted from the result, so that
 * reading continues and finds further problems. Scalars are taken as they are written: {@code on} is the text "on".
 */
public final class NodeReader {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.MAP, Tag.SEQ);

    private final Problems problems;

    /** One key of a mapping, with the line on which it is written. */
    public record Entry(String key, int line, Node value) {}

    public NodeReader(Problems problems) {
        this.problems = problems;
    }

    /** The entries of a mapping in the order of the file; none for null. Repeated keys are problems. */
    public List<Entry> entries(Node node, String what) {
        List<Entry> entries = new ArrayList<>();
        if (isNothing(node)) {
            return entries;
        }
        if (!(node instanceof MappingNode mapping) || !hasPlainTag(node)) {
            problems.add(node, what + " must be a mapping (key: value)");
            return entries;
        }
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key of " + what);
            if (key == null) {
                continue;
            }
            int line = Problems.line(tuple.getKeyNode());
            Integer first = lines.putIfAbsent(key, line);
            if (first == null) {
                entries.add(new Entry(key, line, tuple.getValueNode()));
            } else {
                problems.add(line, Quoted.of(key) + " is written twice, first on line " + first);
            }
        }
        return entries;
    }

    /** The entries of a mapping with fixed keys; any other key is a problem that names the nearest known one. */
    public Map<String, Entry> fields(Node node, String what, List<String> known) {
        Map<String, Entry> fields = new LinkedHashMap<>();
        for (Entry entry : entries(node, what)) {
            if (known.contains(entry.key())) {
                fields.put(entry.key(), entry);
            } else {
                String hint = Nearest.hint(entry.key(), known);
                problems.add(
                        entry.line(),
                        "unknown key " + Quoted.of(entry.key())
                                + (hint.isEmpty() ? "; known are " + String.join(", ", known) : hint));
            }
        }
        return fields;
    }

    /** The items of a sequence; none for null. */
    public List<Node> items(Node node, String what) {
        if (isNothing(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence && hasPlainTag(node)) {
            return sequence.getValue();
        }
        problems.add(node, what + " must be a list");
        return List.of();
    }

    /** The text of a scalar as it is written, or null after adding a problem. */
    public @Nullable String text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar) || !hasPlainTag(node)) {
            problems.add(node, what + " must be plain text");
            return null;
        }
        String text = scalar.getValue();
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            problems.add(node, what + " contains half a surrogate pair");
            return null;
        }
        return text;
    }

    /** A finite decimal number, or empty after adding a problem. */
    public OptionalDouble number(Node node, String what) {
        if (node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && hasPlainTag(node)
                && NUMBER.matcher(scalar.getValue()).matches()) {
            double number = Double.parseDouble(scalar.getValue());
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        }
        String written = node instanceof ScalarNode scalar ? ", not " + Quoted.of(scalar.getValue()) : "";
        problems.add(node, what + " must be a finite number" + written);
        return OptionalDouble.empty();
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getTag().equals(Tag.NULL);
    }

    private static boolean hasPlainTag(Node node) {
        return PLAIN_TAGS.contains(node.getTag());
    }
}
