package io.rolestream.evaluation.ranking;

import java.util.Set;

/**
 * Some of the queries, measured by themselves.
 *
 * @param name such as {@code cold start}
 * @param definition a sentence that says which queries are in it
 */
public record QuerySlice(String name, String definition, Set<String> queries) {
    public QuerySlice {
        queries = Set.copyOf(queries);
    }
}
