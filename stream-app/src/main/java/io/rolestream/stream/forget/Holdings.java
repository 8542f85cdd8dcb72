package io.rolestream.stream.forget;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

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
}
