package io.rolestream.rules.vote;

import io.rolestream.rules.role.Role;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule set's vote on one text. Immutable.
 *
 * @param role the winning role; the taxonomy's fallback if the rules abstain
 * @param abstained whether the rules abstain; the fallback can also win by its own keywords, which is not an abstention
 * @param reason null unless they abstain
 * @param confidence how often such a vote is right, 0 to 1; if the rules abstain, how often the fallback is
 * @param scores the sum of the matched keywords' weights for each role, {@code [roles]} in the taxonomy's order
 * @param matches the matched keywords; phrase rules list them in the order of the text, substring rules in the order of
 *     the rule
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out, compared by content.
public record RuleVote(
        Role role,
        boolean abstained,
        @Nullable AbstainReason reason,
        float confidence,
        float[] scores,
        List<KeywordMatch> matches) {
    public RuleVote {
        if (abstained != (reason != null)) {
            throw new IllegalArgumentException("a vote has a reason if, and only if, it abstains");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence out of range: " + confidence);
        }
        scores = scores.clone();
        matches = List.copyOf(matches);
    }

    /** A copy. */
    @Override
    public float[] scores() {
        return scores.clone();
    }

    public float score(int roleIndex) {
        return scores[roleIndex];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleVote that
                && role.equals(that.role)
                && reason == that.reason
                && Float.compare(confidence, that.confidence) == 0
                && Arrays.equals(scores, that.scores)
                && matches.equals(that.matches);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * role.hashCode() + Arrays.hashCode(scores)) + matches.hashCode();
    }

    @Override
    public String toString() {
        String verdict = reason == null ? role.name() : "abstains (" + reason.code() + ")";
        return verdict + " " + confidence + " " + Arrays.toString(scores) + " " + matches;
    }
}
