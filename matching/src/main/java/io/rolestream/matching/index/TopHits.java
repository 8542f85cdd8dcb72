package io.rolestream.matching.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The best results so far: by score, equal scores by id. What is kept does not depend on the order of arrival. */
final class TopHits {
    private record Scored(String id, float score, int document) {}

    /** Called for every candidate several times, so it boxes nothing. */
    private static final Comparator<Scored> BEST_FIRST = (one, other) -> {
        int byScore = Float.compare(other.score, one.score);
        return byScore != 0 ? byScore : one.id.compareTo(other.id);
    };

    private final int depth;
    private final PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    /** What a score must reach. */
    private float bar = Float.NEGATIVE_INFINITY;

    TopHits(int depth) {
        this.depth = depth;
    }

    /** How many are kept. */
    int depth() {
        return depth;
    }

    /** Whether a result with this score may be among the best, depending on its id. */
    boolean competes(float score) {
        return score >= bar;
    }

    /** @param document of the searcher */
    void add(String id, float score, int document) {
        worstFirst.add(new Scored(id, score, document));
        if (worstFirst.size() > depth) {
            worstFirst.remove();
        }
        if (isFull()) {
            bar = worst();
        }
    }

    boolean isFull() {
        return worstFirst.size() == depth;
    }

    /** The lowest score that is kept. */
    float worst() {
        Scored worst = worstFirst.peek();
        return worst == null ? Float.NEGATIVE_INFINITY : worst.score;
    }

    /** The documents of what is kept, by id. */
    Map<String, Integer> documents() {
        Map<String, Integer> documents = new HashMap<>();
        worstFirst.forEach(scored -> documents.put(scored.id, scored.document));
        return documents;
    }

    List<Hit> hits() {
        List<Scored> sorted = new ArrayList<>(worstFirst);
        sorted.sort(BEST_FIRST);
        List<Hit> hits = new ArrayList<>(sorted.size());
        for (Scored one : sorted) {
            hits.add(new Hit(one.id, one.score, hits.size() + 1));
        }
        return hits;
    }
}
