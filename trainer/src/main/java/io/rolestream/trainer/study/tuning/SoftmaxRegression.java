package io.rolestream.trainer.study.tuning;

import io.rolestream.rules.decision.LogProbabilities;
import java.util.Arrays;

/**
 * A multinomial logistic regression with an L2 penalty, fitted by Nesterov's accelerated gradient: scikit-learn's
 * {@code LogisticRegression(C=1)}, nearly converged.
 */
public final class SoftmaxRegression {
    private static final int STEPS = 300;
    private static final int POWER_STEPS = 20;

    private final int roles;
    /** {@code [roles][features + 1]}, the intercept last. */
    private final double[][] weights;

    private SoftmaxRegression(int roles, int features) {
        this.roles = roles;
        this.weights = new double[roles][features + 1];
    }

    /**
     * @param features {@code [examples][features]}, at least one example
     * @param exampleWeights how much each example counts
     */
    public static SoftmaxRegression fit(float[][] features, int[] labels, double[] exampleWeights, int roles) {
        SoftmaxRegression model = new SoftmaxRegression(roles, features[0].length);
        double rate = 1 / (1 + curvature(features, exampleWeights) / 2);
        double[][] velocity = new double[roles][features[0].length + 1];
        for (int step = 0; step < STEPS; step++) {
            double momentum = step / (step + 3.0);
            model.shift(velocity, momentum);
            double[][] gradient = model.gradient(features, labels, exampleWeights);
            model.shift(velocity, -momentum);
            for (int role = 0; role < roles; role++) {
                for (int f = 0; f < gradient[role].length; f++) {
                    velocity[role][f] = momentum * velocity[role][f] - rate * gradient[role][f];
                }
            }
            model.shift(velocity, 1);
        }
        return model;
    }

    /** The greatest eigenvalue of the weighted features' second moments, by power iteration. */
    private static double curvature(float[][] features, double[] exampleWeights) {
        double[] direction = new double[features[0].length + 1];
        Arrays.fill(direction, 1 / Math.sqrt(direction.length));
        double length = 0;
        for (int step = 0; step < POWER_STEPS; step++) {
            double[] image = new double[direction.length];
            for (int i = 0; i < features.length; i++) {
                double along = direction[features[i].length];
                for (int f = 0; f < features[i].length; f++) {
                    along += direction[f] * features[i][f];
                }
                image[features[i].length] += exampleWeights[i] * along;
                for (int f = 0; f < features[i].length; f++) {
                    image[f] += exampleWeights[i] * along * features[i][f];
                }
            }
            length = Math.sqrt(Arrays.stream(image).map(x -> x * x).sum());
            for (int f = 0; f < image.length; f++) {
                direction[f] = image[f] / Math.max(length, Double.MIN_NORMAL);
            }
        }
        return 1.1 * length;
    }

    private void shift(double[][] by, double factor) {
        for (int role = 0; role < roles; role++) {
            for (int f = 0; f < by[role].length; f++) {
                weights[role][f] += factor * by[role][f];
            }
        }
    }

    private double[][] gradient(float[][] features, int[] labels, double[] exampleWeights) {
        int intercept = features[0].length;
        double[][] gradient = new double[roles][];
        for (int role = 0; role < roles; role++) {
            gradient[role] = Arrays.copyOf(weights[role], intercept + 1);
            gradient[role][intercept] = 0;
        }
        for (int i = 0; i < features.length; i++) {
            double[] logProbabilities = LogProbabilities.of(logits(features[i]), 1);
            for (int role = 0; role < roles; role++) {
                double error = exampleWeights[i] * (Math.exp(logProbabilities[role]) - (labels[i] == role ? 1 : 0));
                for (int f = 0; f < intercept; f++) {
                    gradient[role][f] += error * features[i][f];
                }
                gradient[role][intercept] += error;
            }
        }
        return gradient;
    }

    /** {@code [roles]}. */
    public float[] logits(float[] features) {
        float[] logits = new float[roles];
        for (int role = 0; role < roles; role++) {
            double sum = weights[role][features.length];
            for (int f = 0; f < features.length; f++) {
                sum += weights[role][f] * features[f];
            }
            logits[role] = (float) sum;
        }
        return logits;
    }
}
