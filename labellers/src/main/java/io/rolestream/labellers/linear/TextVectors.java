package io.rolestream.labellers.linear;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Texts as sparse TF-IDF vectors of their words and word pairs, normalised to length 1. */
public final class TextVectors {
    private final int[][] features;
    private final float[][] values;
    private final int size;

    private TextVectors(int[][] features, float[][] values, int size) {
        this.features = features;
        this.values = values;
        this.size = size;
    }

    /** Every word and pair is a feature, but for those that occur in a single text. */
    public static TextVectors of(List<String> texts) {
        Map<String, Integer> numbers = new HashMap<>();
        List<int[]> found = texts.stream()
                .map(text -> terms(TextWords.of(text))
                        .mapToInt(term -> numbers.computeIfAbsent(term, unseen -> numbers.size()))
                        .sorted()
                        .distinct()
                        .toArray())
                .toList();
        return of(found, TermWeights.of(found, numbers.size()));
    }

    static TextVectors of(List<int[]> found, TermWeights weights) {
        int[][] features = new int[found.size()][];
        float[][] values = new float[found.size()][];
        for (int text = 0; text < features.length; text++) {
            features[text] = weights.known(found.get(text));
            values[text] = weights.values(features[text]);
        }
        return new TextVectors(features, values, weights.weights().length);
    }

    /** The words, and each with the next. */
    static Stream<String> terms(List<String> words) {
        Stream.Builder<String> terms = Stream.builder();
        for (int i = 0; i < words.size(); i++) {
            terms.add(words.get(i));
            if (i > 0) {
                terms.add(words.get(i - 1) + ' ' + words.get(i));
            }
        }
        return terms.build();
    }

    public int texts() {
        return features.length;
    }

    /** The number of features. */
    public int size() {
        return size;
    }

    /** Ascending. */
    public int[] features(int text) {
        return features[text];
    }

    /** The weight of each of the text's features. */
    public float[] values(int text) {
        return values[text];
    }
}
