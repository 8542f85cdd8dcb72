package io.rolestream.labellers.scoring;

import io.rolestream.rules.decision.LogProbabilities;

/**
 * Turns scores of roles into probabilities: each score is divided by a temperature and gets its role's bias; then comes
 * a softmax, or, where a text may be several roles, a sigmoid for each.
 *
 * @param biases {@code [roles]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RoleScale(double temperature, float[] biases, boolean independent) {
    /**
     * The logarithms of the probabilities.
     *
     * @param scores finite, {@code [roles]}
     */
    public float[] logProbabilities(float[] scores) {
        double[] logits = new double[scores.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = scores[i] / temperature + biases[i];
        }
        double[] logs = independent ? logSigmoids(logits) : LogProbabilities.normalised(logits);
        float[] result = new float[logs.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) logs[i];
        }
        return result;
    }

    private static double[] logSigmoids(double[] logits) {
        double[] logs = new double[logits.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.min(0, logits[i]) - Math.log1p(Math.exp(-Math.abs(logits[i])));
        }
        return logs;
    }

    /** The same with other biases. */
    public RoleScale withBiases(float[] others) {
        return new RoleScale(temperature, others, independent);
    }
}
