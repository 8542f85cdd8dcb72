package io.rolestream.stream.reconcile;

import io.rolestream.events.Vote;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.EarlyVote;
import io.rolestream.state.PendingResume;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * State whose votes may have been kept before the roles changed: they are read as votes on the current roles. Labels
 * stay as they are.
 *
 * @param votes turns votes into those on the current roles
 * @param awaited the labeller whose votes are awaited; those of others are only recorded. Null if none is
 */
public record CurrentState(
        LabelState state, CurrentVotes votes, @Nullable String awaited) implements LabelState {
    @Override
    public @Nullable PendingResume pending(String resumeId) {
        PendingResume pending = state.pending(resumeId);
        return pending == null ? null : current(pending);
    }

    private PendingResume current(PendingResume pending) {
        AwaitingVote awaiting = pending.getAwaiting();
        AwaitingVote awaitingNow = awaiting == null ? null : current(awaiting);
        List<EarlyVote> early = pending.getEarlyVotes();
        List<EarlyVote> earlyNow = early.stream().map(this::current).toList();
        return awaiting == awaitingNow && isSame(early, earlyNow) ? pending : new PendingResume(awaitingNow, earlyNow);
    }

    private static boolean isSame(List<EarlyVote> before, List<EarlyVote> now) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != now.get(i)) {
                return false;
            }
        }
        return true;
    }

    private AwaitingVote current(AwaitingVote awaiting) {
        Vote vote = current(awaiting.getRuleVote(), votes::ofRules);
        return vote == awaiting.getRuleVote()
                ? awaiting
                : AwaitingVote.newBuilder(awaiting).setRuleVote(vote).build();
    }

    private EarlyVote current(EarlyVote early) {
        Vote vote = current(early.getVote(), this::ofLabeller);
        return vote == early.getVote()
                ? early
                : EarlyVote.newBuilder(early).setVote(vote).build();
    }

    private Vote ofLabeller(Vote vote) {
        return vote.getLabeller().equals(awaited) ? votes.ofModel(vote) : votes.ofObserved(vote);
    }

    private static @Nullable Vote current(@Nullable Vote vote, Function<Vote, @Nullable Vote> mapping) {
        return vote == null ? null : mapping.apply(vote);
    }

    @Override
    public void pending(String resumeId, @Nullable PendingResume pending) {
        state.pending(resumeId, pending);
    }

    @Override
    public void forEachPending(BiConsumer<String, PendingResume> action) {
        state.forEachPending(action);
    }

    @Override
    public @Nullable CurrentLabel current(String resumeId) {
        CurrentLabel label = state.current(resumeId);
        if (label == null) {
            return null;
        }
        Vote rules = current(label.getDegradedRuleVote(), votes::ofRules);
        Vote human = current(label.getHumanVote(), votes::ofPerson);
        return rules == label.getDegradedRuleVote() && human == label.getHumanVote()
                ? label
                : CurrentLabel.newBuilder(label)
                        .setDegradedRuleVote(rules)
                        .setHumanVote(human)
                        .build();
    }

    @Override
    public void current(String resumeId, @Nullable CurrentLabel label) {
        state.current(resumeId, label);
    }
}
