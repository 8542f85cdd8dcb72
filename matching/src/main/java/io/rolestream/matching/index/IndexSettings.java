package io.rolestream.matching.index;

import io.rolestream.matching.terms.FieldWeights;
import io.rolestream.matching.vectors.VectorPrecision;

/**
 * Settings of an index. The weights of the documents, k1 and b are part of what is stored: an index on disk that was
 * made with others is rebuilt.
 *
 * @param document what a term counts in the indexed profiles
 * @param query what a term counts in the profile that is searched for
 * @param k1 how soon further occurrences of a term stop to count, at least 0. With one field 1.2 is usual; here a word
 *     of the skills counts several times at once, so more is needed
 * @param b how much long profiles are penalized, 0 to 1
 * @param bodyTerms how many terms a query takes from its body alone: those that tell most, by weight and rarity
 * @param maxTerms how many terms a query has at most, 1 to 512
 * @param exactVectors up to this many profiles all vectors are compared; above, a graph (HNSW) is searched
 * @param precision of the vectors in the graph
 */
public record IndexSettings(
        FieldWeights document,
        FieldWeights query,
        float k1,
        float b,
        int bodyTerms,
        int maxTerms,
        int exactVectors,
        VectorPrecision precision) {
    private static final int MAX_TERMS = 512;
    private static final IndexSettings DEFAULTS = new IndexSettings(
            new FieldWeights(3, 1, 2, 1, 0),
            new FieldWeights(2, 1, 1, 0.5f, 0),
            6,
            0.75f,
            50,
            64,
            200_000,
            VectorPrecision.FP32);

    public IndexSettings {
        check(k1 >= 0 && k1 <= 100, "k1 must be from 0 to 100, not " + k1);
        check(b >= 0 && b <= 1, "b must be from 0 to 1, not " + b);
        check(bodyTerms >= 0, "bodyTerms must not be negative");
        check(maxTerms >= 1 && maxTerms <= MAX_TERMS, "maxTerms must be from 1 to 512, not " + maxTerms);
        check(exactVectors >= 0, "exactVectors must not be negative");
    }

    public static IndexSettings defaults() {
        return DEFAULTS;
    }

    public IndexSettings withVectors(int exact, VectorPrecision newPrecision) {
        return new IndexSettings(document, query, k1, b, bodyTerms, maxTerms, exact, newPrecision);
    }

    /** What an index on disk depends on. */
    String stored() {
        return "%s k1=%s b=%s exact=%s %s".formatted(document, k1, b, exactVectors, precision);
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
