package io.rolestream.labellers.linear;

import io.rolestream.rules.decision.LogProbabilities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A {@link LinearModel} of words and word pairs that are hashed to a fixed number of features, so that any text has
 * features without a vocabulary (Weinberger et al. 2009).
 */
public final class HashedLinearModel {
    static final int BITS = 18;
    static final int FEATURES = 1 << BITS;

    private final TermWeights terms;
    private final LinearModel model;

    HashedLinearModel(TermWeights terms, LinearModel model) {
        this.terms = terms;
        this.model = model;
    }

    /**
     * Trains on texts.
     *
     * @param labels 0 up to {@code roles}, one for each text
     */
    public static HashedLinearModel train(List<String> texts, int[] labels, int roles, long seed) {
        List<int[]> found = texts.stream().map(HashedLinearModel::features).toList();
        TermWeights terms = TermWeights.of(found, FEATURES);
        int[] all = IntStream.range(0, texts.size()).toArray();
        return new HashedLinearModel(terms, LinearModel.train(TextVectors.of(found, terms), all, labels, roles, seed));
    }

    private static int[] features(String text) {
        return TextVectors.terms(TextWords.of(text))
                .mapToInt(HashedLinearModel::feature)
                .sorted()
                .distinct()
                .toArray();
    }

    /** The finalizer of MurmurHash3 on Java's hash of a string, which its specification fixes. */
    static int feature(String term) {
        int hash = term.hashCode();
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return (hash ^ hash >>> 16) >>> Integer.SIZE - BITS;
    }

    /** The logarithms of the roles' probabilities. */
    public float[] logProbabilities(String text) {
        int[] known = terms.known(features(text));
        double[] logs = LogProbabilities.normalised(model.logits(known, terms.values(known)));
        float[] result = new float[logs.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) logs[i];
        }
        return result;
    }

    /** The words and pairs that speak most for a role, compared with the other roles; the strongest first. */
    public List<String> evidence(String text, int role, int most) {
        record Weighted(String term, double weight) {}
        List<Weighted> found = new ArrayList<>();
        TextVectors.terms(TextWords.of(text)).distinct().forEach(term -> {
            int feature = feature(term);
            float[] weights = terms.weights()[feature] == TermWeights.LEFT_OUT ? null : model.weights(feature);
            if (weights != null) {
                double mean = IntStream.range(0, weights.length)
                        .mapToDouble(i -> weights[i])
                        .average()
                        .orElse(0);
                found.add(new Weighted(term, terms.weights()[feature] * (weights[role] - mean)));
            }
        });
        return found.stream()
                .filter(term -> term.weight > 0)
                .sorted(Comparator.comparingDouble(Weighted::weight).reversed())
                .limit(most)
                .map(Weighted::term)
                .toList();
    }

    /** The number of trained weights. */
    public long parameters() {
        return model.biases().length * (1L + learnt().length);
    }

    int[] learnt() {
        return IntStream.range(0, FEATURES)
                .filter(feature -> model.weights(feature) != null)
                .toArray();
    }

    TermWeights terms() {
        return terms;
    }

    LinearModel model() {
        return model;
    }
}
