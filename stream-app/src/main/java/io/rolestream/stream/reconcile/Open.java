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
import org.jspecify.annotations.Nullable;

/** A {@link PendingResume} while it is processed. */
final class Open {
    /**
     * Enough for any sane resume; a resume that is changed more often than that while its votes are ahead loses votes,
     * not labels.
     */
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
     * Takes out the vote on the record with this offset and content, and those on earlier records: resumes come in the
     * order of their offsets, so nothing will ask for them any more.
     */
    @Nullable
    Vote takeVoteOn(long offset, String contentHash) {
        Vote found = null;
        for (EarlyVote early : earlyVotes) {
            if (early.getResumeOffset() == offset && early.getContentHash().equals(contentHash)) {
                found = early.getVote();
            }
        }
        dropVotesOnRecordsUpTo(offset);
        return found;
    }

    /** Drops the votes on the record with this offset and on earlier ones. */
    void dropVotesOnRecordsUpTo(long offset) {
        changed |= earlyVotes.removeIf(early -> early.getResumeOffset() <= offset);
    }

    void addEarly(LabelVote vote, Instant arrivedAt) {
        earlyVotes.removeIf(early -> early.getResumeOffset() == vote.getResumeOffset());
        earlyVotes.add(new EarlyVote(vote.getContentHash(), vote.getResumeOffset(), vote.getVote(), arrivedAt));
        earlyVotes.sort(Comparator.comparingLong(EarlyVote::getResumeOffset));
        if (earlyVotes.size() > MAX_EARLY_VOTES) {
            earlyVotes.remove(0);
        }
        changed = true;
    }

    /** Drops the early votes that came up to a time; returns how many. */
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

    /** What to keep; null when nothing is pending any more. */
    @Nullable
    PendingResume toPending() {
        return awaiting == null && earlyVotes.isEmpty() ? null : new PendingResume(awaiting, earlyVotes);
    }
}
