package io.rolestream.trainer.labelling;

import io.rolestream.labellers.linear.TextVectors;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Estimates how doubtful labels are, from other texts. */
public final class LabelDoubt {
    private static final int NEIGHBOURS = 10;

    private LabelDoubt() {}

    /**
     * A cut statistic (Muhlenbach et al. 2004): the share of the ten most similar texts (cosine of words and word
     * pairs) that have another label, weighted by similarity, less the share expected by chance.
     *
     * @param labels 0 up to {@code roles}
     * @return for each text, greater is more doubtful
     */
    public static double[] byNeighbours(List<String> texts, int[] labels, int roles) {
        TextVectors vectors = TextVectors.of(texts);
        double[] shares = new double[roles];
        for (int label : labels) {
            shares[label] += 1.0 / labels.length;
        }
        Postings postings = new Postings(vectors);
        double[] doubts = new double[texts.size()];
        IntStream.range(0, doubts.length).parallel().forEach(text -> {
            double other = 0;
            double all = 0;
            for (Neighbour neighbour : postings.nearest(text)) {
                all += neighbour.likeness();
                other += labels[neighbour.text()] == labels[text] ? 0 : neighbour.likeness();
            }
            double byChance = 1 - shares[labels[text]];
            doubts[text] = (all == 0 ? byChance : other / all) - byChance;
        });
        return doubts;
    }

    /**
     * Confident learning (Northcutt et al. 2021): how improbable an out-of-fold linear model finds the label.
     *
     * @param labels 0 up to {@code roles}
     * @return for each text, 0 to 1, greater is more doubtful
     */
    public static double[] outOfFold(List<String> texts, int[] labels, int roles, long seed) {
        boolean[] all = new boolean[labels.length];
        Arrays.fill(all, true);
        double[][] probabilities = Teacher.probabilities(texts, labels, all, roles, seed);
        return IntStream.range(0, labels.length)
                .mapToDouble(text -> 1 - probabilities[text][labels[text]])
                .toArray();
    }

    private record Neighbour(int text, float likeness) {}

    /** The texts that have each feature. */
    private static final class Postings {
        /** More frequent features carry little information and are expensive. */
        private static final int MOST_TEXTS = 3000;

        private final TextVectors vectors;
        private final int[][] texts;
        private final float[][] values;

        Postings(TextVectors vectors) {
            this.vectors = vectors;
            int[] counts = new int[vectors.size()];
            for (int text = 0; text < vectors.texts(); text++) {
                for (int feature : vectors.features(text)) {
                    counts[feature]++;
                }
            }
            texts = new int[counts.length][];
            values = new float[counts.length][];
            Arrays.setAll(texts, feature -> new int[counts[feature] > MOST_TEXTS ? 0 : counts[feature]]);
            Arrays.setAll(values, feature -> new float[texts[feature].length]);
            int[] filled = new int[counts.length];
            for (int text = 0; text < vectors.texts(); text++) {
                int[] features = vectors.features(text);
                for (int i = 0; i < features.length; i++) {
                    int feature = features[i];
                    if (texts[feature].length > 0) {
                        texts[feature][filled[feature]] = text;
                        values[feature][filled[feature]++] = vectors.values(text)[i];
                    }
                }
            }
        }

        List<Neighbour> nearest(int text) {
            float[] likeness = new float[vectors.texts()];
            int[] features = vectors.features(text);
            for (int i = 0; i < features.length; i++) {
                int[] others = texts[features[i]];
                float[] weights = values[features[i]];
                float weight = vectors.values(text)[i];
                for (int j = 0; j < others.length; j++) {
                    likeness[others[j]] += weight * weights[j];
                }
            }
            PriorityQueue<Neighbour> nearest = new PriorityQueue<>((a, b) -> Float.compare(a.likeness(), b.likeness()));
            for (int other = 0; other < likeness.length; other++) {
                if (other != text && likeness[other] > 0) {
                    if (nearest.size() < NEIGHBOURS) {
                        nearest.add(new Neighbour(other, likeness[other]));
                    } else if (likeness[other] > nearest.element().likeness()) {
                        nearest.remove();
                        nearest.add(new Neighbour(other, likeness[other]));
                    }
                }
            }
            return List.copyOf(nearest);
        }
    }
}
