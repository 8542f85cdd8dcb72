package io.rolestream.evaluation.ranking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Judgements of relevance: how relevant a document is for a query. A grade of 1 and more is relevant, and nDCG counts
 * the grade as the gain; 0 and less is judged not relevant. What is not judged counts as not relevant.
 *
 * @param grades of each query, by document; queries and documents keep their order. The inner maps are not copied,
 *     since queries may share one: do not modify them
 */
public record Qrels(Map<String, Map<String, Integer>> grades) {
    /** The lowest grade that is relevant, as for trec_eval's {@code -l}. */
    public static final int RELEVANT = 1;

    public Qrels {
        grades = Collections.unmodifiableMap(new LinkedHashMap<>(grades));
    }

    public Set<String> queries() {
        return grades.keySet();
    }

    /** All documents that are judged for some query. */
    public Set<String> documents() {
        Set<String> documents = new LinkedHashSet<>();
        grades.values().forEach(judged -> documents.addAll(judged.keySet()));
        return documents;
    }

    /** By document; empty for a query without judgements. */
    public Map<String, Integer> of(String query) {
        return grades.getOrDefault(query, Map.of());
    }

    /** How many documents are relevant for a query. */
    public int relevant(String query) {
        return (int)
                of(query).values().stream().filter(grade -> grade >= RELEVANT).count();
    }

    /** How many pairs are judged. */
    public long judgements() {
        return grades.values().stream().mapToLong(Map::size).sum();
    }

    /** The same judgements with documents as queries. */
    public Qrels transposed() {
        Map<String, Map<String, Integer>> turned = new LinkedHashMap<>();
        grades.forEach((query, judged) ->
                judged.forEach((document, grade) -> turned.computeIfAbsent(document, absent -> new LinkedHashMap<>())
                        .put(query, grade)));
        return new Qrels(turned);
    }

    /** The judgements of some queries. */
    public Qrels only(Set<String> queries) {
        Map<String, Map<String, Integer>> kept = new LinkedHashMap<>();
        grades.forEach((query, judged) -> {
            if (queries.contains(query)) {
                kept.put(query, judged);
            }
        });
        return new Qrels(kept);
    }
}
