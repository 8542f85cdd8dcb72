package io.rolestream.rules.vote;

import java.util.List;

/**
 * The explanation of a rule set's vote on one text.
 *
 * @param vote the vote
 * @param evidence each matched keyword with its weights, in the order of {@code vote.matches()}
 * @param sums the roles with a score other than zero, highest first
 * @param ignored the phrases that matched only to be ignored, in the order of the text
 * @param verdict why this role won, or why the rules abstain, in a sentence
 */
public record RuleExplanation(
        RuleVote vote, List<Evidence> evidence, List<RoleWeight> sums, List<KeywordMatch> ignored, String verdict) {
    /**
     * A matched keyword.
     *
     * @param match where it first occurs
     * @param weights what it adds to the score of each role, as counted in this text, in the order of the roles
     */
    public record Evidence(KeywordMatch match, List<RoleWeight> weights) {
        public Evidence {
            weights = List.copyOf(weights);
        }
    }

    public RuleExplanation {
        evidence = List.copyOf(evidence);
        sums = List.copyOf(sums);
        ignored = List.copyOf(ignored);
    }
}
