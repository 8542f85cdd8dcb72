package io.rolestream.system.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was produced to {@code resumes} and acknowledged. Safe for use by several threads. */
final class Ledger {
    /**
     * One record.
     *
     * @param id the key
     * @param isResume false for a record that must become a dead letter
     */
    record Entry(String id, int partition, long offset, boolean isResume) {}

    private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());

    void add(String id, int partition, long offset, boolean isResume) {
        entries.add(new Entry(id, partition, offset, isResume));
    }

    List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    int size() {
        return entries.size();
    }
}
