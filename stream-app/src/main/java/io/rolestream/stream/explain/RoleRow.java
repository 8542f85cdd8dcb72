package io.rolestream.stream.explain;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.decision.JointDecision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules and model say of one role.
 *
 * @param rules the sum of the matched keywords' weights
 * @param model the model's probability, 0 to 1; null if it has none
 * @param together the probability of the joint decision, 0 to 1; null if there was none, or where it does not name the
 *     role
 */
public record RoleRow(
        String role,
        double rules,
        @Nullable Double model,
        @Nullable Double together) {
    private static final String JOINT = "joint ";

    /** The roles that either votes on, the most probable first. */
    static List<RoleRow> of(LabelledRole label) {
        Vote ruleVote = label.getRuleVote();
        Vote modelVote = label.getModelVote();
        Map<String, Double> rules = scores(ruleVote);
        Map<String, Double> model = scores(modelVote);
        Map<String, Double> together = together(label.getPolicy(), ruleVote, modelVote);
        Set<String> roles = new LinkedHashSet<>(model.keySet());
        roles.addAll(rules.keySet());
        List<RoleRow> rows = new ArrayList<>();
        for (String role : roles) {
            Double logProbability = model.get(role);
            rows.add(new RoleRow(
                    role,
                    rules.getOrDefault(role, 0.0),
                    logProbability == null ? null : Math.exp(logProbability),
                    together.get(role)));
        }
        rows.sort(Comparator.comparingDouble((RoleRow row) -> row.together() != null ? row.together() : -1)
                .thenComparingDouble(row -> row.model() != null ? row.model() : -1)
                .thenComparingDouble(RoleRow::rules)
                .reversed());
        return rows;
    }

    private static Map<String, Double> scores(@Nullable Vote vote) {
        Map<String, Double> scores = new HashMap<>();
        if (vote != null) {
            vote.getScores().forEach(score -> scores.put(score.getRole(), (double) score.getScore()));
        }
        return scores;
    }

    private static Map<String, Double> together(String policy, @Nullable Vote rules, @Nullable Vote model) {
        if (rules == null || model == null || model.getScores().isEmpty()) {
            return Map.of();
        }
        return policy.startsWith(JOINT) && !DecisionPolicy.isBeyond(model, rules)
                ? JointDecision.of(rules, model).probabilities()
                : Map.of();
    }
}
