package io.rolestream.trainer.labelling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts as sparse TF-IDF vectors of their words and word pairs, normalised to length 1. */
final class TextVectors {
    private static final int LEAST_TEXTS = 2;

    private final int[][] features;
    private final float[][] values;
    private final int size;

    private TextVectors(int[][] features, float[][] values, int size) {
        this.features = features;
        this.values = values;
        this.size = size;
    }

    /** Features that occur in a single text are left out. */
    static TextVectors of(List<String> texts) {
        Map<String, Integer> numbers = new HashMap<>();
        List<int[]> found = new ArrayList<>();
        for (String text : texts) {
            List<String> words = TextWords.of(text);
            int[] ids = new int[Math.max(0, 2 * words.size() - 1)];
            for (int i = 0; i < words.size(); i++) {
                ids[i] = numbers.computeIfAbsent(words.get(i), word -> numbers.size());
                if (i > 0) {
                    String pair = words.get(i - 1) + ' ' + words.get(i);
                    ids[words.size() + i - 1] = numbers.computeIfAbsent(pair, word -> numbers.size());
                }
            }
            found.add(Arrays.stream(ids).sorted().distinct().toArray());
        }
        int[] counts = new int[numbers.size()];
        found.forEach(ids -> Arrays.stream(ids).forEach(id -> counts[id]++));
        int[][] features = new int[texts.size()][];
        float[][] values = new float[texts.size()][];
        for (int text = 0; text < features.length; text++) {
            features[text] = Arrays.stream(found.get(text))
                    .filter(id -> counts[id] >= LEAST_TEXTS)
                    .toArray();
            values[text] = weights(features[text], counts, texts.size());
        }
        return new TextVectors(features, values, numbers.size());
    }

    private static float[] weights(int[] ids, int[] counts, int texts) {
        float[] weights = new float[ids.length];
        double square = 0;
        for (int i = 0; i < ids.length; i++) {
            weights[i] = (float) Math.log((1.0 + texts) / (1.0 + counts[ids[i]]));
            square += weights[i] * weights[i];
        }
        for (int i = 0; i < ids.length && square > 0; i++) {
            weights[i] /= (float) Math.sqrt(square);
        }
        return weights;
    }

    int texts() {
        return features.length;
    }

    int size() {
        return size;
    }

    /** Ascending. */
    int[] features(int text) {
        return features[text];
    }

    float[] values(int text) {
        return values[text];
    }
}
