package io.rolestream.evaluation.ranking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one system retrieved for all queries.
 *
 * @param name of the system, the tag of its run file
 * @param lists by query, in order
 */
public record RetrievalRun(String name, Map<String, RankedList> lists) {
    private static final RankedList NOTHING = RankedList.of(List.of());

    /** @throws IllegalArgumentException if the name is blank */
    public RetrievalRun {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the run has no name");
        }
        lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    }

    public Set<String> queries() {
        return lists.keySet();
    }

    /** Empty if the system retrieved nothing. */
    public RankedList of(String query) {
        return lists.getOrDefault(query, NOTHING);
    }

    public RetrievalRun named(String other) {
        return new RetrievalRun(other, lists);
    }
}
