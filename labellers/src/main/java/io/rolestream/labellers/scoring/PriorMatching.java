package io.rolestream.labellers.scoring;

import java.util.List;

/**
 * Prior matching: chooses a bias for each role, so that over many unlabelled texts the mean probability of a role is
 * its prior. It takes away a model's liking for some names, whatever the texts say ("surface form competition", Zhao et
 * al. 2021 and others). After a softmax, a number that is added to all biases changes nothing, so there they sum to 0.
 */
public final class PriorMatching {
    private static final int MOST_STEPS = 500;
    private static final double CLOSE = 1e-5;
    /** A role that no text supports would get an ever greater bias. */
    private static final double GREATEST = 20;

    private PriorMatching() {}

    /**
     * The biases.
     *
     * @param scores of at least one text, {@code [texts][roles]}
     * @param prior above 0, with the sum 1, {@code [roles]}
     */
    public static float[] biases(List<float[]> scores, double[] prior, RoleScale scale) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("no texts to match priors on");
        }
        double[] biases = new double[prior.length];
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] means = means(scores, scale.withBiases(floats(biases)));
            double farthest = 0;
            for (int role = 0; role < biases.length; role++) {
                double change = Math.log(prior[role] / Math.max(means[role], Double.MIN_NORMAL));
                biases[role] = Math.max(-GREATEST, Math.min(GREATEST, biases[role] + change));
                farthest = Math.max(farthest, Math.abs(means[role] - prior[role]));
            }
            if (farthest < CLOSE) {
                break;
            }
        }
        double mean = 0;
        for (double bias : biases) {
            mean += scale.independent() ? 0 : bias / biases.length;
        }
        for (int role = 0; role < biases.length; role++) {
            biases[role] -= mean;
        }
        return floats(biases);
    }

    private static double[] means(List<float[]> scores, RoleScale scale) {
        double[] means = new double[scale.biases().length];
        for (float[] ofText : scores) {
            float[] logs = scale.logProbabilities(ofText);
            for (int role = 0; role < means.length; role++) {
                means[role] += Math.exp(logs[role]) / scores.size();
            }
        }
        return means;
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
