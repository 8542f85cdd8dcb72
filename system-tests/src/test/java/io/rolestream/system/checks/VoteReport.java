package io.rolestream.system.checks;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The judgement on a model's votes.
 *
 * @param resumes records on {@code resumes}
 * @param readable those of them that call for a vote
 * @param votes committed votes of the model, abstentions among them
 * @param abstentions votes for no role
 * @param versions how many votes each version made
 * @param roles what was voted on each content, by its hash; an empty role where a vote abstained
 * @param faults of votes
 */
public record VoteReport(
        int resumes,
        int readable,
        int votes,
        int abstentions,
        Map<String, Integer> versions,
        Map<String, Set<Optional<String>>> roles,
        Faults faults) {
    public boolean isClean() {
        return faults.isEmpty();
    }

    /** What labels may say. */
    public ExpectedVotes asVotes() {
        return hash -> roles.getOrDefault(hash, Set.of());
    }

    @Override
    public String toString() {
        return "%d resumes, %d of them readable, %d votes (%d abstentions) by %s%s"
                .formatted(resumes, readable, votes, abstentions, versions, faults);
    }
}
