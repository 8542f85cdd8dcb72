package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.events.Vote;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.EarlyVote;
import io.rolestream.state.PendingResume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link PendingResume} while it is processed. */
final class Open {
    /** Of one labeller. A resume that changes more often while its votes are ahead loses votes, not labels. */
    private static final int MAX_EARLY_VOTES = 64;

    private @Nullable AwaitingVote awaiting;
    private final List<EarlyVote> earlyVotes;
    private boolean changed;

    Open(@Nullable PendingResume pending) {
        awaiting = pending == null ? null : pending.getAwaiting();
        earlyVotes = pending == null ? new ArrayList<>(0) : new ArrayList<>(pending.getEarlyVotes());
    }

    @Nullable
    AwaitingVote awaiting() {
        return awaiting;
    }

    void await(@Nullable AwaitingVote resume) {
        changed |= resume != awaiting;
        awaiting = resume;
    }

    /**
     * Removes and returns the votes on the record with this offset and content. Drops votes on earlier records, which
     * are not needed any more, since resumes arrive in the order of their offsets.
     */
    List<Vote> takeVotesOn(long offset, String contentHash) {
        List<Vote> found = earlyVotes.stream()
                .filter(early -> early.getResumeOffset() == offset
                        && early.getContentHash().equals(contentHash)
                        && early.getVote() != null)
                .map(EarlyVote::getVote)
                .toList();
        dropVotesOnRecordsUpTo(offset);
        return found;
    }

    /** Drops the votes on this record and earlier ones. */
    void dropVotesOnRecordsUpTo(long offset) {
        changed |= earlyVotes.removeIf(early -> early.getResumeOffset() <= offset);
    }

    void addEarly(LabelVote vote, Instant arrivedAt) {
        Predicate<EarlyVote> ofItsLabeller = early -> early.getVote() != null
                && early.getVote().getLabeller().equals(vote.getVote().getLabeller());
        earlyVotes.removeIf(ofItsLabeller.and(early -> early.getResumeOffset() == vote.getResumeOffset()));
        earlyVotes.add(new EarlyVote(vote.getContentHash(), vote.getResumeOffset(), vote.getVote(), arrivedAt));
        earlyVotes.sort(Comparator.comparingLong(EarlyVote::getResumeOffset));
        if (earlyVotes.size() > MAX_EARLY_VOTES) {
            List<EarlyVote> its = earlyVotes.stream().filter(ofItsLabeller).toList();
            if (its.size() > MAX_EARLY_VOTES) {
                earlyVotes.remove(its.get(0));
            }
        }
        changed = true;
    }

    /** Drops the early votes that arrived up to a time; returns their number. */
    int dropVotesUntil(Instant time) {
        int before = earlyVotes.size();
        earlyVotes.removeIf(early -> !early.getArrivedAt().isAfter(time));
        changed |= earlyVotes.size() < before;
        return before - earlyVotes.size();
    }

    boolean hasEarlyVotes() {
        return !earlyVotes.isEmpty();
    }

    boolean changed() {
        return changed;
    }

    /** The state to keep; null if nothing is pending. */
    @Nullable
    PendingResume toPending() {
        return awaiting == null && earlyVotes.isEmpty() ? null : new PendingResume(awaiting, earlyVotes);
    }
}
