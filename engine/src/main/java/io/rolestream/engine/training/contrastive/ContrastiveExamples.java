package io.rolestream.engine.training.contrastive;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries, documents, and which document suits which query. Equal texts are one query or one document, so that a text
 * is never its own negative. Made by a {@link Builder}; the arrays are not copied.
 *
 * @param queries tokens of each query, special tokens included, without padding
 * @param documents tokens of each document
 * @param pairs what is learnt
 * @param levels for each query the documents known to suit it, those of its pairs included, and how well: they are
 *     never negatives of a pair of the same level or a lower one
 */
public record ContrastiveExamples(
        List<int[]> queries, List<int[]> documents, List<Pair> pairs, List<Map<Integer, Integer>> levels) {
    public ContrastiveExamples {
        queries = List.copyOf(queries);
        documents = List.copyOf(documents);
        pairs = List.copyOf(pairs);
        levels = List.copyOf(levels);
    }

    /**
     * A query and a document that suits it.
     *
     * @param query its index
     * @param document its index
     * @param negatives documents that do not suit the query though they look as if they did
     * @param level how well it suits, from 1
     * @param weight how much the pair counts, usually 1
     */
    public record Pair(int query, int document, List<Integer> negatives, int level, float weight) {
        public Pair {
            negatives = List.copyOf(negatives);
            if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a weight of " + weight);
            }
        }
    }

    /** Whether a document is known to suit a query at least as well as this level says. */
    boolean isPositive(int query, int document, int level) {
        return levels.get(query).getOrDefault(document, 0) >= level;
    }

    /** Changes with any text or pair. */
    long fingerprint() {
        long hash = 1;
        for (List<int[]> texts : List.of(queries, documents)) {
            for (int[] text : texts) {
                hash = hash * 31 + Arrays.hashCode(text);
            }
        }
        for (Pair pair : pairs) {
            hash = hash * 31 + pair.query();
            hash = hash * 31 + pair.document();
            hash = hash * 31 + pair.negatives().hashCode();
            hash = hash * 31 + pair.level();
            hash = hash * 31 + Float.floatToIntBits(pair.weight());
        }
        for (Map<Integer, Integer> known : levels) {
            hash = hash * 31 + known.hashCode();
        }
        return hash;
    }

    /** Collects examples. */
    public static final class Builder {
        private final List<int[]> queries = new ArrayList<>();
        private final List<int[]> documents = new ArrayList<>();
        private final Map<IntBuffer, Integer> queryIndex = new HashMap<>();
        private final Map<IntBuffer, Integer> documentIndex = new HashMap<>();
        private final List<Pair> pairs = new ArrayList<>();
        private final List<Map<Integer, Integer>> levels = new ArrayList<>();

        /** The index of a query, which is added if it is new. */
        public int query(int[] ids) {
            int index = index(ids, queries, queryIndex);
            if (index == levels.size()) {
                levels.add(new HashMap<>());
            }
            return index;
        }

        /** The index of a document, which is added if it is new. */
        public int document(int[] ids) {
            return index(ids, documents, documentIndex);
        }

        private static int index(int[] ids, List<int[]> texts, Map<IntBuffer, Integer> known) {
            if (ids.length == 0) {
                throw new IllegalArgumentException("a text without tokens");
            }
            return known.computeIfAbsent(IntBuffer.wrap(ids), text -> {
                texts.add(ids);
                return texts.size() - 1;
            });
        }

        /**
         * A document suits a query; it is learnt only with {@link #pair}.
         *
         * @param level how well, from 1: it is a negative only of pairs with a higher level
         */
        public Builder positive(int query, int document, int level) {
            levels.get(query).merge(document, level, Math::max);
            return this;
        }

        /**
         * Adds a pair to learn. Negatives that suit the query as well are left out when the examples are built.
         *
         * @param level how well the document suits, from 1
         */
        public Builder pair(int query, int document, List<Integer> negatives, int level, float weight) {
            pairs.add(new Pair(query, document, negatives, level, weight));
            return positive(query, document, level);
        }

        public ContrastiveExamples build() {
            List<Pair> cleaned = pairs.stream()
                    .map(pair -> new Pair(
                            pair.query(),
                            pair.document(),
                            pair.negatives().stream()
                                    .filter(document ->
                                            levels.get(pair.query()).getOrDefault(document, 0) < pair.level())
                                    .distinct()
                                    .toList(),
                            pair.level(),
                            pair.weight()))
                    .toList();
            return new ContrastiveExamples(
                    queries,
                    documents,
                    cleaned,
                    levels.stream().map(Collections::unmodifiableMap).toList());
        }
    }
}
