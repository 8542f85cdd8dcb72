package io.rolestream.evaluation.calibration;

import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Texts and the probability of each of their roles, as far as it is known: what a calibration is fitted to.
 *
 * @param roles the roles' probabilities of each item, {@code [roles]}; not copied and must not be changed
 */
public record RoleBeliefs(List<ScoredItem> items, List<double[]> roles) {
    public RoleBeliefs {
        items = List.copyOf(items);
        roles = List.copyOf(roles);
        if (items.size() != roles.size()) {
            throw new IllegalArgumentException(items.size() + " items, but beliefs about " + roles.size());
        }
    }

    /** Each item has its role. */
    public static RoleBeliefs certain(List<ScoredItem> items) {
        return of(items, item -> only(item, item.truth()));
    }

    /**
     * The rules' role is right as often as their confidence says; the model's probabilities share out the rest.
     *
     * @param temperature of the model
     */
    public static RoleBeliefs ofRules(List<ScoredItem> items, double temperature) {
        return of(items, item -> {
            double[] beliefs = probabilities(item, temperature);
            double others = 1 - beliefs[item.ruleRole()];
            for (int role = 0; role < beliefs.length; role++) {
                beliefs[role] *= others > 0 ? (1 - item.ruleConfidence()) / others : 0;
            }
            beliefs[item.ruleRole()] = others > 0 ? item.ruleConfidence() : 1;
            return beliefs;
        });
    }

    /** The model's probabilities. */
    public static RoleBeliefs ofModel(List<ScoredItem> items, double temperature) {
        return of(items, item -> probabilities(item, temperature));
    }

    /** Half {@link #ofRules}, half as if the rules were always right. */
    public static RoleBeliefs ofTrustedRules(List<ScoredItem> items) {
        List<double[]> beliefs = ofRules(items, 1).roles();
        for (int i = 0; i < items.size(); i++) {
            double[] ofItem = beliefs.get(i);
            for (int role = 0; role < ofItem.length; role++) {
                ofItem[role] = (ofItem[role] + (role == items.get(i).ruleRole() ? 1 : 0)) / 2;
            }
        }
        return new RoleBeliefs(items, beliefs);
    }

    private static RoleBeliefs of(List<ScoredItem> items, Function<ScoredItem, double[]> beliefs) {
        return new RoleBeliefs(items, items.stream().map(beliefs).toList());
    }

    private static double[] only(ScoredItem item, int role) {
        double[] beliefs = new double[item.logits().length];
        beliefs[role] = 1;
        return beliefs;
    }

    private static double[] probabilities(ScoredItem item, double temperature) {
        double[] probabilities = LogProbabilities.of(item.logits(), temperature);
        for (int role = 0; role < probabilities.length; role++) {
            probabilities[role] = Math.exp(probabilities[role]);
        }
        return probabilities;
    }

    public RoleBeliefs and(RoleBeliefs more) {
        List<double[]> all = new ArrayList<>(roles);
        all.addAll(more.roles);
        return new RoleBeliefs(
                Stream.concat(items.stream(), more.items.stream()).toList(), all);
    }

    /** The mean probability of the most probable role; 0 without items. */
    double meanConfidence() {
        return roles.stream()
                .mapToDouble(ofItem -> Arrays.stream(ofItem).max().orElse(0))
                .average()
                .orElse(0);
    }
}
