package io.rolestream.stream.forget;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which partitions of which topics hold records of one resume or job, its null values aside. */
public final class Holdings {
    private final Map<String, SortedSet<Integer>> partitions = new LinkedHashMap<>();
    private boolean known;

    /** @param topics in the order in which they are reported */
    Holdings(Collection<String> topics) {
        topics.forEach(topic -> partitions.put(topic, new TreeSet<>()));
    }

    /** Notes a record, if only a null value. */
    void see() {
        known = true;
    }

    void hold(String topic, int partition) {
        see();
        in(topic).add(partition);
    }

    void release(String topic, int partition) {
        see();
        in(topic).remove(partition);
    }

    /** The partitions of a topic that hold records; empty if none does. */
    SortedSet<Integer> in(String topic) {
        return partitions.computeIfAbsent(topic, each -> new TreeSet<>());
    }

    /** Whether any record has the id as its key, even if only null values are left. */
    public boolean isKnown() {
        return known;
    }

    /** By topic; without topics that hold nothing. */
    public Map<String, SortedSet<Integer>> partitions() {
        Map<String, SortedSet<Integer>> held = new LinkedHashMap<>(partitions);
        held.values().removeIf(Collection::isEmpty);
        return Collections.unmodifiableMap(held);
    }

    /** The topics with their partitions, in words. */
    public String text() {
        String held = partitions().entrySet().stream()
                .map(topic -> topic.getKey() + " "
                        + topic.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return !held.isEmpty() ? held : known ? "only null values" : "no record in any topic";
    }

    /**
     * The same as an object.
     *
     * @param idName the field of the id
     */
    public ObjectNode json(String idName, String id) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put(idName, id).put("known", known);
        ObjectNode partitions = line.putObject("partitions");
        partitions().forEach((topic, held) -> held.forEach(partitions.putArray(topic)::add));
        return line;
    }
}
