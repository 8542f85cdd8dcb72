package io.rolestream.rules.decision;

/** Logarithms of the softmax. */
public final class LogProbabilities {
    private LogProbabilities() {}

    /** The logarithm of the softmax of at least one finite logit, divided by a positive temperature. */
    public static double[] of(float[] logits, double temperature) {
        double[] scaled = new double[logits.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = logits[i] / temperature;
        }
        return normalised(scaled);
    }

    /** The logarithm of the softmax of at least one finite score. */
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
