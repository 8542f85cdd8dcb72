package io.rolestream.trainer.study.girl;

import io.rolestream.trainer.study.tuning.SoftmaxRegression;
import java.util.Arrays;
import java.util.List;

/**
 * A logistic regression (L2, C = 1) over features with mean 0 and deviation 1 on what it learns from. A part that a
 * pair lacks, such as a description, has its mean.
 */
final class Standardized {
    private final double[] means;
    private final double[] deviations;
    private final SoftmaxRegression model;

    private Standardized(double[] means, double[] deviations, List<float[]> rows, int[] labels) {
        this.means = means;
        this.deviations = deviations;
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        model = SoftmaxRegression.fit(rows.stream().map(this::scaled).toArray(float[][]::new), labels, weights, 2);
    }

    /**
     * Fits.
     *
     * @param rows {@code [pairs][features]}; a NaN is a missing feature
     * @param labels {@code [pairs]}, 0 or 1
     */
    static Standardized fit(List<float[]> rows, int[] labels) {
        int features = rows.get(0).length;
        double[] means = new double[features];
        double[] deviations = new double[features];
        for (int f = 0; f < features; f++) {
            int feature = f;
            double[] known = rows.stream()
                    .mapToDouble(row -> row[feature])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            double mean = Arrays.stream(known).average().orElse(0);
            means[f] = mean;
            deviations[f] = Math.sqrt(Arrays.stream(known)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElse(0));
        }
        return new Standardized(means, deviations, rows, labels);
    }

    private float[] scaled(float[] row) {
        float[] scaled = new float[row.length];
        for (int f = 0; f < row.length; f++) {
            scaled[f] = Float.isNaN(row[f]) || deviations[f] == 0 ? 0 : (float) ((row[f] - means[f]) / deviations[f]);
        }
        return scaled;
    }

    /** The probability of an application. */
    double probability(float[] row) {
        float[] logits = model.logits(scaled(row));
        return 1 / (1 + Math.exp(logits[0] - logits[1]));
    }
}
