package io.rolestream.trainer.examples;

import io.rolestream.events.Evidence;
import io.rolestream.events.Vote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules' vote on a text.
 *
 * @param role null if the rules abstain
 * @param scores of the roles that have any, highest first
 * @param evidence the matched keywords in the order of the text
 * @param rulesetVersion name and hash of the rule set; empty without a vote
 */
public record StoredRuleVote(
        @Nullable String role, float confidence, List<Score> scores, List<String> evidence, String rulesetVersion) {
    /** The sum of the weights of a role's keywords. */
    public record Score(String role, float score) {}

    public StoredRuleVote {
        scores = List.copyOf(scores);
        evidence = List.copyOf(evidence);
    }

    /** In the order of {@link #scores}. */
    public Map<String, Float> scoresByRole() {
        Map<String, Float> byRole = new LinkedHashMap<>();
        scores.forEach(score -> byRole.put(score.role(), score.score()));
        return byRole;
    }

    public static StoredRuleVote none() {
        return new StoredRuleVote(null, 0, List.of(), List.of(), "");
    }

    public static StoredRuleVote of(Vote vote) {
        return new StoredRuleVote(
                vote.getRole(),
                vote.getConfidence(),
                vote.getScores().stream()
                        .map(score -> new Score(score.getRole(), score.getScore()))
                        .toList(),
                vote.getEvidence().stream().map(Evidence::getKeyword).toList(),
                vote.getLabellerVersion());
    }
}
