package io.rolestream.stream.labelling;

import io.rolestream.events.Evidence;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.ListedScores;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The rules' votes as events. */
public final class RuleVotes {
    /** The rules' name as a labeller. */
    public static final String LABELLER = "rules";

    private final Supplier<RuleSet> rules;

    /** @param rules supplies the current rule set; called once for each text */
    public RuleVotes(Supplier<RuleSet> rules) {
        this.rules = rules;
    }

    /**
     * The current rule set's vote.
     *
     * @param now becomes the vote's time
     */
    public Vote on(String text, Instant now) {
        RuleSet voting = rules.get();
        List<Role> roles = voting.taxonomy().roles();
        RuleVote vote = voting.vote(text);
        List<RoleScore> scores = new ArrayList<>(4);
        for (int i = 0; i < roles.size(); i++) {
            if (vote.score(i) != 0) {
                scores.add(new RoleScore(roles.get(i).name(), vote.score(i)));
            }
        }
        scores.sort(Comparator.comparingDouble(RoleScore::getScore).reversed());
        List<Evidence> evidence = new ArrayList<>(vote.matches().size());
        vote.matches().forEach(match -> evidence.add(new Evidence(match.keyword(), match.start(), match.end())));
        return Vote.newBuilder()
                .setLabeller(LABELLER)
                .setLabellerVersion(voting.version())
                .setRole(vote.abstained() ? null : vote.role().name())
                .setConfidence(vote.confidence())
                .setScores(ListedScores.ofRules(scores))
                .setEvidence(VoteLimits.fitting(evidence))
                .setReason(vote.reason() == null ? null : vote.reason().code())
                .setVotedAt(now)
                .build();
    }
}
