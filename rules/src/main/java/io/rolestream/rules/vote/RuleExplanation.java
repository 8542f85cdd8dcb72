package io.rolestream.rules.vote;

import java.util.List;

/**
 * The explanation of a rule set's vote on one text.
 *
 * @param evidence each matched keyword with its weights, in the order of {@code vote.matches()}
 * @param sums the roles with a score other than zero, highest first
 * @param ignored the phrases that matched only to be ignored, in the order of the text
 * @param verdict a sentence on why the role won, or why the rules abstain
 */
public record RuleExplanation(
        RuleVote vote, List<Evidence> evidence, List<RoleWeight> sums, List<KeywordMatch> ignored, String verdict) {
    /** A matched keyword and the weights that it adds in this text, in the order of the roles. */
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
