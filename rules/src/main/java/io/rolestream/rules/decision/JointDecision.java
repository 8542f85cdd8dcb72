package io.rolestream.rules.decision;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The joint decision of a model and the rules on one text: each role's sum is the model's log-probability plus the
 * rules' score times a coefficient, and the highest sum wins. This is a product of experts, in logarithms. A
 * {@link JointCalibration} turns the sums into probabilities.
 */
public final class JointDecision {
    private final int role;
    private final double[] logProbabilities;

    private JointDecision(int role, double[] logProbabilities) {
        this.role = role;
        this.logProbabilities = logProbabilities;
    }

    /** Decides without a calibration. */
    public static JointDecision of(float[] modelLogProbabilities, float[] ruleScores, double coefficient) {
        return of(modelLogProbabilities, ruleScores, coefficient, JointCalibration.NONE);
    }

    /**
     * Decides. Among equal sums, the role with the higher probability in the model wins, then the first.
     *
     * @param modelLogProbabilities {@code [roles]} as events carry them
     * @param ruleScores {@code [roles]} in the same order; 0 for a role without matched keywords
     * @param coefficient weight of the rules' scores
     */
    public static JointDecision of(
            float[] modelLogProbabilities, float[] ruleScores, double coefficient, JointCalibration calibration) {
        double[] sums = new double[modelLogProbabilities.length];
        int best = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = modelLogProbabilities[i] + coefficient * ruleScores[i];
            boolean better = sums[i] > sums[best]
                    || (sums[i] == sums[best] && modelLogProbabilities[i] > modelLogProbabilities[best]);
            best = better ? i : best;
        }
        return new JointDecision(best, calibration.logProbabilities(sums));
    }

    /**
     * Decides between two votes with the model's coefficient, or 1, and its calibration, or none; roles are in the
     * order of its scores.
     */
    public static JointDecision of(Vote rules, Vote model) {
        Map<String, Float> byRole = new HashMap<>();
        rules.getScores().forEach(score -> byRole.put(score.getRole(), score.getScore()));
        List<RoleScore> scores = model.getScores();
        float[] modelScores = new float[scores.size()];
        float[] ruleScores = new float[scores.size()];
        for (int i = 0; i < modelScores.length; i++) {
            modelScores[i] = scores.get(i).getScore();
            ruleScores[i] = byRole.getOrDefault(scores.get(i).getRole(), 0f);
        }
        Float coefficient = model.getRuleCoefficient();
        return of(modelScores, ruleScores, coefficient == null ? 1 : coefficient, calibration(model));
    }

    private static JointCalibration calibration(Vote model) {
        Float temperature = model.getJointTemperature();
        Float doubt = model.getJointDoubt();
        return temperature == null && doubt == null
                ? JointCalibration.NONE
                : new JointCalibration(temperature == null ? 1 : temperature, doubt == null ? 0 : doubt);
    }

    /** The index of the winning role. */
    public int role() {
        return role;
    }

    /** The winning role's probability, 0 to 1. */
    public double confidence() {
        return Math.exp(logProbabilities[role]);
    }

    /** The logarithms of the roles' probabilities, {@code [roles]}. */
    public double[] logProbabilities() {
        return logProbabilities.clone();
    }
}
