package io.rolestream.evaluation.scores;

import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One contender's answers on a set. Log-probabilities are rounded to floats before roles are compared, as votes carry
 * floats.
 *
 * @param roles {@code [items]}
 * @param logProbabilities {@code [items][roles]}; null for the rules
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Predictions(int[] roles, double @Nullable [][] logProbabilities) {
    static Predictions ofRules(List<ScoredItem> items) {
        return new Predictions(items.stream().mapToInt(ScoredItem::ruleRole).toArray(), null);
    }

    static Predictions ofModel(
            List<ScoredItem> items, Function<ScoredItem, float[]> logits, DecisionParameters parameters) {
        int[] roles = new int[items.size()];
        double[][] probabilities = new double[roles.length][];
        for (int i = 0; i < roles.length; i++) {
            probabilities[i] = LogProbabilities.of(logits.apply(items.get(i)), parameters.temperature());
            roles[i] = first(floats(probabilities[i]));
        }
        return new Predictions(roles, probabilities);
    }

    /** @param unknown the roles that the model has not learnt: the rules decide alone where they vote for one */
    static Predictions ofJoint(
            List<ScoredItem> items,
            Function<ScoredItem, float[]> logits,
            DecisionParameters parameters,
            Set<Integer> unknown) {
        int[] roles = new int[items.size()];
        double[][] probabilities = new double[roles.length][];
        for (int i = 0; i < roles.length; i++) {
            ScoredItem item = items.get(i);
            if (unknown.contains(item.ruleRole())) {
                roles[i] = item.ruleRole();
                probabilities[i] = certain(item, logits.apply(item).length);
                continue;
            }
            float[] model = floats(LogProbabilities.of(logits.apply(item), parameters.temperature()));
            JointDecision decision =
                    JointDecision.of(model, item.ruleScores(), parameters.ruleCoefficient(), parameters.joint());
            roles[i] = decision.role();
            probabilities[i] = decision.logProbabilities();
        }
        return new Predictions(roles, probabilities);
    }

    /** The rules' confidence in their role, and equal parts of the rest for the others. */
    private static double[] certain(ScoredItem item, int roles) {
        double confidence = Math.min(Math.max(item.ruleConfidence(), 1e-6), 1 - 1e-6);
        double[] logProbabilities = new double[roles];
        Arrays.fill(logProbabilities, Math.log((1 - confidence) / (roles - 1)));
        logProbabilities[item.ruleRole()] = Math.log(confidence);
        return logProbabilities;
    }

    public static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static int first(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
