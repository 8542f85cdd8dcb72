package io.rolestream.matching.profile;

import io.rolestream.events.Vote;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.role.Taxonomy;
import java.util.Arrays;
import java.util.Map;

/** Turns the votes on one text into probabilities of all roles. */
public final class VoteBeliefs {
    private VoteBeliefs() {}

    /**
     * The probabilities of the joint decision; a role that the model has not learnt gets none. Where the rules vote for
     * such a role, they decide alone, so it has their confidence.
     *
     * @return unknown if the model's vote has no scores, or the votes name roles that the taxonomy has not
     */
    public static RoleBelief jointly(Taxonomy taxonomy, Vote rules, Vote model) {
        if (model.getScores().isEmpty()) {
            return RoleBelief.unknown();
        }
        if (rules.getRole() != null && DecisionPolicy.isBeyond(model, rules)) {
            int role = taxonomy.indexOf(rules.getRole());
            return role < 0 ? RoleBelief.unknown() : of(taxonomy, role, rules.getConfidence());
        }
        JointDecision decision = JointDecision.of(rules, model);
        float[] probabilities = new float[taxonomy.size()];
        int others = taxonomy.size() - decision.names().size();
        int nameless = decision.logProbabilities().length - decision.names().size();
        if (others - model.getUnknownRoles().size() < nameless) { // some that count as unknown are only not listed
            Arrays.fill(probabilities, (float) (nameless * decision.unlistedProbability() / others));
        } else {
            Arrays.fill(probabilities, (float) decision.unlistedProbability());
            for (String unknown : model.getUnknownRoles()) {
                if (taxonomy.contains(unknown)) {
                    probabilities[taxonomy.indexOf(unknown)] = 0;
                }
            }
        }
        for (Map.Entry<String, Double> named : decision.probabilities().entrySet()) {
            int role = taxonomy.indexOf(named.getKey());
            if (role < 0) {
                return RoleBelief.unknown();
            }
            probabilities[role] = named.getValue().floatValue();
        }
        return new RoleBelief(probabilities);
    }

    /**
     * One role has a probability, and the others share the rest.
     *
     * @param role its index in the taxonomy
     * @param probability 0 to 1
     */
    public static RoleBelief of(Taxonomy taxonomy, int role, float probability) {
        float[] probabilities = new float[taxonomy.size()];
        Arrays.fill(probabilities, (1 - probability) / (probabilities.length - 1));
        probabilities[role] = probability;
        return new RoleBelief(probabilities);
    }
}
