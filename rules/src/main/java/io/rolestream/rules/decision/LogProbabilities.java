package io.rolestream.rules.decision;

/** Normalises log-probabilities that are known up to a constant. */
public final class LogProbabilities {
    private LogProbabilities() {}

    /**
     * The logarithm of the softmax of logits.
     *
     * @param logits at least one, finite
     * @param temperature what they are divided by first, positive
     */
    public static double[] of(float[] logits, double temperature) {
        double[] scaled = new double[logits.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = logits[i] / temperature;
        }
        return normalised(scaled);
    }

    /**
     * The same less a constant, so that their exponentials add up to 1.
     *
     * @param scores at least one, finite
     */
    public static double[] normalised(double[] scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - max);
        }
        double logOfSum = max + Math.log(sum);
        double[] result = new double[scores.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.min(0, scores[i] - logOfSum);
        }
        return result;
    }
}
