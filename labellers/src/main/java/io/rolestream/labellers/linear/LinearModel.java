package io.rolestream.labellers.linear;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A multinomial logistic regression on text vectors, trained by AdaGrad. */
public final class LinearModel {
    private static final int EPOCHS = 5;
    private static final float RATE = 0.5f;

    /** {@code [features][roles]}, with null for a feature of which nothing was learnt. */
    private final float[][] weights;

    private final float[] biases;

    LinearModel(float[][] weights, float[] biases) {
        this.weights = weights;
        this.biases = biases;
    }

    /**
     * Trains.
     *
     * @param texts those of the vectors to learn from
     * @param labels of all texts, 0 up to {@code roles}
     * @param seed of the order of the texts
     */
    public static LinearModel train(TextVectors vectors, int[] texts, int[] labels, int roles, long seed) {
        LinearModel model = new LinearModel(new float[vectors.size()][], new float[roles]);
        float[][] squares = new float[vectors.size()][];
        float[] biasSquares = new float[roles];
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = texts.clone();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            for (int text : order) {
                model.step(vectors, text, labels[text], squares, biasSquares);
            }
        }
        return model;
    }

    private void step(TextVectors vectors, int text, int label, float[][] squares, float[] biasSquares) {
        double[] errors = probabilities(vectors, text);
        errors[label] -= 1;
        int[] features = vectors.features(text);
        float[] values = vectors.values(text);
        for (int i = 0; i < features.length; i++) {
            if (weights[features[i]] == null) {
                weights[features[i]] = new float[errors.length];
                squares[features[i]] = new float[errors.length];
            }
            update(weights[features[i]], squares[features[i]], errors, values[i]);
        }
        update(biases, biasSquares, errors, 1);
    }

    private static void update(float[] weights, float[] squares, double[] errors, float value) {
        for (int role = 0; role < errors.length; role++) {
            float slope = (float) errors[role] * value;
            squares[role] += slope * slope;
            weights[role] -= RATE * slope / (float) (Math.sqrt(squares[role]) + 1e-6);
        }
    }

    /** @return {@code [roles]} */
    public double[] probabilities(TextVectors vectors, int text) {
        return softmax(logits(vectors.features(text), vectors.values(text)));
    }

    double[] logits(int[] features, float[] values) {
        double[] logits = new double[biases.length];
        for (int role = 0; role < logits.length; role++) {
            logits[role] = biases[role];
        }
        for (int i = 0; i < features.length; i++) {
            float[] ofFeature = weights[features[i]];
            for (int role = 0; ofFeature != null && role < logits.length; role++) {
                logits[role] += ofFeature[role] * values[i];
            }
        }
        return logits;
    }

    /** The weight of a feature for each role, or null. */
    float @Nullable [] weights(int feature) {
        return weights[feature];
    }

    /** As {@link #weights}, of a feature that has some. */
    float[] learntWeights(int feature) {
        return weights[feature];
    }

    float[] biases() {
        return biases;
    }

    /** In place. */
    public static double[] softmax(double[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (int role = 0; role < logits.length; role++) {
            logits[role] = Math.exp(logits[role] - greatest);
            sum += logits[role];
        }
        for (int role = 0; role < logits.length; role++) {
            logits[role] /= sum;
        }
        return logits;
    }
}
