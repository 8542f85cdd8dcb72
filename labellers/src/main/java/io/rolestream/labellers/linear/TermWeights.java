package io.rolestream.labellers.linear;

import java.util.Arrays;
import java.util.List;

/**
 * The weight of each feature, a word or a pair of words: the logarithm of how rare it is (IDF).
 *
 * @param weights by feature; {@link #LEFT_OUT} for those that too few texts have
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TermWeights(float[] weights) {
    static final float LEFT_OUT = -1;

    private static final int LEAST_TEXTS = 2;

    /**
     * Counts in how many texts each feature is.
     *
     * @param texts the features of each text, each feature once
     */
    static TermWeights of(List<int[]> texts, int features) {
        int[] counts = new int[features];
        texts.forEach(ids -> Arrays.stream(ids).forEach(id -> counts[id]++));
        float[] weights = new float[features];
        for (int i = 0; i < features; i++) {
            weights[i] =
                    counts[i] < LEAST_TEXTS ? LEFT_OUT : (float) Math.log((1.0 + texts.size()) / (1.0 + counts[i]));
        }
        return new TermWeights(weights);
    }

    /** The features that have a weight. */
    int[] known(int[] features) {
        return Arrays.stream(features)
                .filter(feature -> weights[feature] != LEFT_OUT)
                .toArray();
    }

    /** Their weights, divided so that the vector has length 1, or 0. */
    float[] values(int[] known) {
        float[] values = new float[known.length];
        double square = 0;
        for (int i = 0; i < known.length; i++) {
            values[i] = weights[known[i]];
            square += values[i] * values[i];
        }
        for (int i = 0; i < known.length && square > 0; i++) {
            values[i] /= (float) Math.sqrt(square);
        }
        return values;
    }
}
