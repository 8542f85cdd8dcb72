package io.rolestream.matching.index;

import java.util.List;

/**
 * What was retrieved for a query, by each way, the best first. Equal scores are ordered by id.
 *
 * @param bm25 by words
 * @param dense by vectors; empty without vectors
 */
public record Hits(List<Hit> bm25, List<Hit> dense) {
    public Hits {
        bm25 = List.copyOf(bm25);
        dense = List.copyOf(dense);
    }
}
