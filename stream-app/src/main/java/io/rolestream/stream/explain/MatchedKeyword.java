package io.rolestream.stream.explain;

import io.rolestream.events.Evidence;
import io.rolestream.events.Vote;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A keyword that the rules found in a text.
 *
 * @param start where it starts in the judged text, in UTF-16 code units
 * @param end where it ends, exclusive
 * @param weights what it adds to the roles' sums, the largest first; null if the rule set that voted is not at hand
 */
public record MatchedKeyword(
        String keyword, int start, int end, @Nullable List<RoleWeight> weights) {

    public MatchedKeyword {
        if (weights != null) {
            weights = weights.stream()
                    .sorted(Comparator.comparingDouble((RoleWeight weight) -> Math.abs(weight.weight()))
                            .reversed())
                    .toList();
        }
    }

    /** The keywords of a vote, with the weights of a rule set if it is the one that voted. */
    static List<MatchedKeyword> of(Vote vote, @Nullable RuleSet rules) {
        boolean isVoter = rules != null && rules.version().equals(vote.getLabellerVersion());
        return vote.getEvidence().stream()
                .map(evidence -> of(evidence, isVoter ? rules : null))
                .toList();
    }

    private static MatchedKeyword of(Evidence evidence, @Nullable RuleSet rules) {
        return new MatchedKeyword(
                evidence.getKeyword(),
                evidence.getStart(),
                evidence.getEnd(),
                rules == null ? null : rules.weights(evidence.getKeyword()));
    }

    /** The keywords of an explained vote, with the weights that they have in this text. */
    static List<MatchedKeyword> of(RuleExplanation explanation) {
        return explanation.evidence().stream()
                .map(evidence -> new MatchedKeyword(
                        evidence.match().keyword(),
                        evidence.match().start(),
                        evidence.match().end(),
                        evidence.weights()))
                .toList();
    }
}
