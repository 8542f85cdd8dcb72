package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labels in a {@code config.json}: {@code id2label}, with which {@code label2id} and {@code num_labels} must agree.
 */
final class ConfigLabels {
    private static final List<String> KEYS = List.of("id2label", "label2id", "num_labels", "_num_labels");

    private ConfigLabels() {}

    /**
     * The labels by id, from 0 without gaps; empty if there are none.
     *
     * @throws IllegalArgumentException if they are invalid; the message begins with the key
     */
    static List<String> read(ConfigKeys keys) {
        JsonNode node = keys.get("id2label");
        if (node == null) {
            require(!keys.has("label2id"), "label2id is there without id2label");
            return List.of();
        }
        if (!(node instanceof ObjectNode id2label)) {
            throw new IllegalArgumentException("id2label is not an object");
        }
        List<String> labels = new ArrayList<>();
        for (int id = 0; id < id2label.size(); id++) {
            JsonNode label = id2label.get(Integer.toString(id));
            require(label != null, "id2label has " + id2label.size() + " labels, but none for the id " + id);
            require(label != null && label.isTextual(), "id2label the label of " + id + " is not a text");
            labels.add(label == null ? "" : label.textValue());
        }
        checkInverse(keys.get("label2id"), labels);
        if (keys.has("num_labels")) {
            int count = keys.integer("num_labels", 0, Integer.MAX_VALUE);
            require(count == labels.size(), "num_labels is " + count + ", but id2label has " + labels.size());
        }
        check(labels);
        return List.copyOf(labels);
    }

    private static void checkInverse(@Nullable JsonNode node, List<String> labels) {
        if (node == null) {
            return;
        }
        if (!(node instanceof ObjectNode label2id) || label2id.size() != labels.size()) {
            throw new IllegalArgumentException("label2id does not have the " + labels.size() + " labels of id2label");
        }
        for (int id = 0; id < labels.size(); id++) {
            JsonNode inverse = label2id.get(labels.get(id));
            boolean same = inverse != null
                    && (inverse.isIntegralNumber() || inverse.isTextual())
                    && inverse.asText().equals(Integer.toString(id));
            require(
                    same,
                    "label2id gives " + Quoted.of(labels.get(id)) + " the id " + (inverse == null ? "none" : inverse)
                            + ", but id2label has it at " + id);
        }
    }

    private static void check(List<String> labels) {
        require(
                labels.size() <= ModelConfig.MAX_LABELS,
                "id2label: the number of labels must be from 0 to " + ModelConfig.MAX_LABELS + ", not "
                        + labels.size());
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            require(!label.isBlank(), "id2label: label " + seen.size() + " is blank");
            require(seen.add(label), "id2label: label " + Quoted.of(label) + " is there twice");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static void write(ObjectNode root, List<String> labels) {
        root.remove(KEYS);
        if (!labels.isEmpty()) {
            ObjectNode id2label = root.putObject("id2label");
            ObjectNode label2id = root.putObject("label2id");
            for (int id = 0; id < labels.size(); id++) {
                id2label.put(Integer.toString(id), labels.get(id));
                label2id.put(labels.get(id), id);
            }
        }
    }
}
