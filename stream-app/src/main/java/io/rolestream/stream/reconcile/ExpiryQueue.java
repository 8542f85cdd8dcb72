package io.rolestream.stream.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resume ids in the order of their deadlines. All wait equally long, so the order of adding is the order of expiry, and
 * checking for expired ids is free if there are none. In memory; rebuilt from the store when a task starts.
 */
final class ExpiryQueue {
    private final long waitMs;
    private final Map<String, Long> sinceMs = new LinkedHashMap<>();

    ExpiryQueue(Duration wait) {
        this.waitMs = wait.toMillis();
    }

    /** Adds an id; one that already waits keeps its place. */
    void add(String id, Instant since) {
        sinceMs.putIfAbsent(id, since.toEpochMilli());
    }

    void remove(String id) {
        sinceMs.remove(id);
    }

    /** Removes and returns the ids that are due, with the times since which they waited. */
    List<Due> takeDue(Instant now, int atMost) {
        List<Due> due = new ArrayList<>();
        var entries = sinceMs.entrySet().iterator();
        while (due.size() < atMost && entries.hasNext()) {
            var entry = entries.next();
            if (entry.getValue() + waitMs > now.toEpochMilli()) {
                break;
            }
            due.add(new Due(entry.getKey(), Instant.ofEpochMilli(entry.getValue())));
            entries.remove();
        }
        return due;
    }

    int size() {
        return sinceMs.size();
    }

    record Due(String id, Instant since) {}
}
