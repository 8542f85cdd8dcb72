package io.rolestream.rules.decision;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The joint decision of a model and the rules on one text: each role's sum is the model's log-probability plus the
 * rules' score times a coefficient, and the highest sum wins. This is a product of experts, in logarithms. A
 * {@link JointCalibration} turns the sums into probabilities.
 */
public final class JointDecision {
    private final int role;
    private final double[] logProbabilities;
    private final List<String> names;

    private JointDecision(int role, double[] logProbabilities, List<String> names) {
        this.role = role;
        this.logProbabilities = logProbabilities;
        this.names = names;
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
        return of(modelLogProbabilities, ruleScores, coefficient, calibration, List.of());
    }

    /** @param names of the first roles, from which the winner is taken; if there are none, of all */
    private static JointDecision of(
            float[] modelLogProbabilities,
            float[] ruleScores,
            double coefficient,
            JointCalibration calibration,
            List<String> names) {
        double[] sums = new double[modelLogProbabilities.length];
        int candidates = names.isEmpty() ? sums.length : names.size();
        int best = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = modelLogProbabilities[i] + coefficient * ruleScores[i];
            boolean better = sums[i] > sums[best]
                    || (sums[i] == sums[best] && modelLogProbabilities[i] > modelLogProbabilities[best]);
            best = better && i < candidates ? i : best;
        }
        return new JointDecision(best, calibration.logProbabilities(sums), names);
    }

    /**
     * Decides between two votes with the model's coefficient, or 1, and its calibration, or none; roles are in the
     * order of its scores. A model that lists only its best roles ({@link ListedScores}) has the same score for each of
     * the others: those that the rules score follow the listed ones, and the rest have no names.
     */
    public static JointDecision of(Vote rules, Vote model) {
        Map<String, Float> byRole = new LinkedHashMap<>();
        rules.getScores().forEach(score -> byRole.put(score.getRole(), score.getScore()));
        List<RoleScore> scores = model.getScores();
        List<String> names = names(byRole.keySet(), model);
        float[] modelScores = new float[scores.size() + model.getUnlistedRoles()];
        float[] ruleScores = new float[modelScores.length];
        for (int i = 0; i < modelScores.length; i++) {
            modelScores[i] = i < scores.size() ? scores.get(i).getScore() : model.getUnlistedScore();
            ruleScores[i] = i < names.size() ? byRole.getOrDefault(names.get(i), 0f) : 0;
        }
        Float coefficient = model.getRuleCoefficient();
        return of(modelScores, ruleScores, coefficient == null ? 1 : coefficient, calibration(model), names);
    }

    private static List<String> names(Set<String> ofRules, Vote model) {
        List<String> names = new ArrayList<>(model.getScores().size());
        model.getScores().forEach(score -> names.add(score.getRole()));
        if (model.getUnlistedRoles() > 0) {
            Set<String> others = new LinkedHashSet<>(ofRules);
            names.forEach(others::remove);
            model.getUnknownRoles().forEach(others::remove);
            others.stream().limit(model.getUnlistedRoles()).forEach(names::add);
        }
        return names;
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

    /** The names of the first roles, if votes were decided between; the others are not listed and have equal sums. */
    public List<String> names() {
        return names;
    }

    /** The probabilities of the roles that have names, by name, in their order. */
    public Map<String, Double> probabilities() {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            probabilities.put(names.get(i), Math.exp(logProbabilities[i]));
        }
        return probabilities;
    }

    /** The probability of each role without a name; 0 if all have one. */
    public double unlistedProbability() {
        int last = logProbabilities.length - 1;
        return names.size() <= last ? Math.exp(logProbabilities[last]) : 0;
    }

    /** The logarithms of the roles' probabilities, {@code [roles]}. */
    public double[] logProbabilities() {
        return logProbabilities.clone();
    }
}
