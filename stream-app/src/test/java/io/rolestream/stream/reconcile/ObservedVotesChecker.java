package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks, from inputs and outputs alone, that observed votes are recorded with the labels of their texts. */
final class ObservedVotesChecker {
    private final List<String> problems = new ArrayList<>();
    private final List<LabelVote> delivered = new ArrayList<>();
    private final Map<String, LabelledRole> last = new HashMap<>();

    private ObservedVotesChecker() {}

    /** What is wrong with a trace in which no vote expires; empty where nothing is. */
    static List<String> problems(Trace trace) {
        ObservedVotesChecker checker = new ObservedVotesChecker();
        for (Trace.Step step : trace.steps()) {
            if (step.input() instanceof Trace.Vote vote) {
                checker.delivered.add(vote.value());
            } else if (step.input() instanceof Trace.Forget forget) {
                checker.last.remove(forget.resumeId());
            }
            for (Outcome outcome : step.outcomes()) {
                if (outcome instanceof Outcome.Label label) {
                    checker.check(label.value());
                }
            }
        }
        checker.last.values().forEach(checker::checkComplete);
        return checker.problems;
    }

    private void check(LabelledRole label) {
        LabelledRole before = last.put(label.getResumeId(), label);
        int revision = before == null ? 1 : before.getRevision() + 1;
        unless(label.getRevision() == revision, "a revision out of turn", label);
        unless(label.getObservedVotes().size() <= 1, "a labeller twice", label);
        for (Vote vote : label.getObservedVotes()) {
            unless(
                    delivered.stream()
                            .anyMatch(each -> each.getVote().equals(vote)
                                    && each.getResumeId().equals(label.getResumeId())
                                    && each.getContentHash().equals(label.getContentHash())),
                    "a vote on another text",
                    label);
        }
        if (label.getRepeatsDecision()) {
            unless(
                    before != null
                            && label.equals(LabelledRole.newBuilder(before)
                                    .setRevision(revision)
                                    .setRepeatsDecision(true)
                                    .setObservedVotes(label.getObservedVotes())
                                    .build()),
                    "a repeated decision that differs from " + before,
                    label);
        }
    }

    /** An answer on a label that was complete comes without votes, the model's and the observed. */
    private void checkComplete(LabelledRole label) {
        unless(
                label.getHumanVote() != null
                        || !label.getObservedVotes().isEmpty()
                        || delivered.stream()
                                .noneMatch(vote -> vote.getVote().getLabeller().equals(World.FOREIGN)
                                        && vote.getResumeId().equals(label.getResumeId())
                                        && vote.getContentHash().equals(label.getContentHash())
                                        && vote.getResumeOffset() == label.getResumeOffset()),
                "an observed vote was lost",
                label);
    }

    private void unless(boolean good, String problem, LabelledRole label) {
        if (!good) {
            problems.add(problem + ": " + label);
        }
    }
}
