package io.rolestream.rules.decision;

/**
 * The joint decision of a model and the rules on one text: each role's sum is the model's log-probability plus the
 * rules' score times a coefficient, and the highest sum wins. This is a product of experts, in logarithms.
 */
public final class JointDecision {
    private final int role;
    private final double[] logProbabilities;

    private JointDecision(int role, double[] logProbabilities) {
        this.role = role;
        this.logProbabilities = logProbabilities;
    }

    /**
     * Decides. Among equal sums, the role with the higher probability in the model wins, then the first.
     *
     * @param modelLogProbabilities {@code [roles]} as events carry them
     * @param ruleScores {@code [roles]} in the same order; 0 for a role without matched keywords
     * @param coefficient weight of the rules' scores
     */
    public static JointDecision of(float[] modelLogProbabilities, float[] ruleScores, double coefficient) {
        double[] sums = new double[modelLogProbabilities.length];
        int best = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = modelLogProbabilities[i] + coefficient * ruleScores[i];
            boolean better = sums[i] > sums[best]
                    || (sums[i] == sums[best] && modelLogProbabilities[i] > modelLogProbabilities[best]);
            best = better ? i : best;
        }
        return new JointDecision(best, LogProbabilities.normalised(sums));
    }

    /** The index of the winning role. */
    public int role() {
        return role;
    }

    /** The winning role's softmax of the sums, 0 to 1. */
    public double confidence() {
        return Math.exp(logProbabilities[role]);
    }

    /** The logarithm of the softmax of the sums, {@code [roles]}. */
    public double[] logProbabilities() {
        return logProbabilities.clone();
    }
}
