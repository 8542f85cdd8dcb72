package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.EXPIRED_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.FOREIGN_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.REPEATED_CORRECTION;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.REPEATED_RESUME;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_CORRECTION;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_RELABEL;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_VOTE;

import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Disagreement;
import io.rolestream.schemas.resume.Relabel;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.CurrentLabel;
import io.rolestream.stream.reconcile.Incoming.Corrected;
import io.rolestream.stream.reconcile.Incoming.Forgotten;
import io.rolestream.stream.reconcile.Incoming.Judged;
import io.rolestream.stream.reconcile.Incoming.Voted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins the votes on each resume into labels.
 *
 * <p><b>The problem.</b> Rules and model read the same topic, each at its own pace. For one resume, the model's vote
 * may arrive after the rules' vote, before it, much too late or never. Meanwhile the resume may arrive again, with the
 * same text or another, be corrected by a person, or be deleted; and the process may die between any two records.
 *
 * <p><b>The promise.</b> Every content that arrives gets exactly one decision. A decision without the awaited vote is
 * marked {@code degraded}, and a late vote replaces it once, with the next revision. Labels of one resume are sent in
 * the order of its contents.
 *
 * <p><b>How.</b> All records of one resume are in one partition, so one instance of this class processes them in order,
 * on one thread. {@link LabelState} keeps two facts per resume: what is pending (a content that awaits its vote, votes
 * that await their resume) and the current label. A vote names the offset and the content hash of the record that it
 * judged, and offsets only grow while a task runs, so:
 *
 * <ul>
 *   <li>A vote with a higher offset than the newest record seen of its resume is early; it is kept until that record
 *       arrives.
 *   <li>Any other vote on the same content completes it if it awaits its vote, or corrects the current label if that is
 *       degraded.
 *   <li>Any other vote on another content is dropped, because a newer text has superseded its own. But before a start,
 *       the topic may have been deleted and created again, and the offset may belong to a record of the new topic that
 *       is yet to come. So until this instance has seen a record at or after that offset, the vote is kept as early.
 * </ul>
 *
 * <p>A newer content closes an awaiting older one immediately, degraded. The same content again, while it is awaited or
 * current, changes nothing, unless relabelling is requested; if it is awaited, its label answers both. A person's
 * answer holds as long as the content is unchanged. The deadline counts from the arrival here or from the start of the
 * task, whichever is later, so nothing expires because a process was down.
 *
 * <p>For relabelling, old records are sent again, and their resume may have changed or been deleted by then. Such a
 * record carries {@link Relabel#UNLESS_CHANGED} and is ignored unless its content is awaited or current, or it is a
 * copy of the newest record of its resume: a superseded text does not return. The content of such a copy is another one
 * where another part of resumes is judged now; the resume is the same, so a person's answer holds. Of a record that is
 * ignored, only the offset is kept, with what is awaited or current, so that the vote on it is recognised as one on a
 * record that was seen.
 *
 * <p>Votes of labellers that are only observed are never awaited and decide nothing. Those that come before the label
 * go with it; each later one is recorded in another revision of the same decision, unless its labeller's vote is there
 * already or the retention has passed. For that the label is kept in the state, until all of them are there.
 *
 * <p>State and output change in one transaction, so after a crash in between, the record is processed again. Not
 * thread-safe: called by the stream thread that owns the task.
 */
public final class Reconciler {
    private final ReconcilerSettings settings;
    private final LabelState state;
    private final Outcomes outcomes;
    private final LabelEvents events;
    private final ExpiryQueue deadlines;
    private final ExpiryQueue earlyVotes;
    /** Of all records seen since the start; those in the state may be of a topic that was deleted. */
    private long newestOffset = -1;

    /** @param partition the partition of {@code resumes} that this instance serves */
    public Reconciler(
            ReconcilerSettings settings, int partition, LabelState state, Outcomes outcomes, Instant startedAt) {
        this.settings = settings;
        this.state = state;
        this.outcomes = outcomes;
        this.events = new LabelEvents(settings.policy(), partition);
        this.deadlines = new ExpiryQueue(settings.deadline());
        this.earlyVotes = new ExpiryQueue(settings.earlyVoteRetention());
        state.forEachPending((resumeId, pending) -> {
            if (pending.getAwaiting() != null) {
                deadlines.add(resumeId, startedAt);
            }
            if (!pending.getEarlyVotes().isEmpty()) {
                earlyVotes.add(resumeId, startedAt);
            }
        });
    }

    /**
     * Processes one record.
     *
     * @throws UnusableRecordException if a correction is invalid; then nothing has changed
     */
    public void accept(Incoming incoming, Instant now) {
        if (incoming instanceof Judged judged) {
            newestOffset = judged.offset();
            onResume(judged, now);
        } else if (incoming instanceof Voted voted) {
            onVote(voted.vote(), now);
        } else if (incoming instanceof Corrected corrected) {
            onCorrection(corrected.correction(), now);
        } else if (incoming instanceof Forgotten forgotten) {
            newestOffset = forgotten.offset();
            onForgotten(forgotten.resumeId(), forgotten.offset(), now);
        } else {
            throw new AssertionError(incoming.getClass());
        }
    }

    /** Decides without the model the contents that have waited for the deadline, up to a number. */
    public void expire(Instant now, int atMost) {
        for (ExpiryQueue.Due due : deadlines.takeDue(now, atMost)) {
            Open open = open(due.id());
            closeDegraded(due.id(), open, now);
            save(due.id(), open, now);
        }
        for (ExpiryQueue.Due due : earlyVotes.takeDue(now, atMost)) {
            Open open = open(due.id());
            for (int dropped = open.dropVotesUntil(due.since()); dropped > 0; dropped--) {
                outcomes.ignored(EXPIRED_VOTE);
            }
            save(due.id(), open, now);
        }
    }

    /** The number of contents that await their vote. */
    public int awaiting() {
        return deadlines.size();
    }

    private void onResume(Judged judged, Instant now) {
        String resumeId = judged.resume().resumeId();
        Open open = open(resumeId);
        AwaitingVote awaiting = open.awaiting();
        boolean isOld = judged.relabel() == Relabel.UNLESS_CHANGED;
        long original = isOld ? originalOffset(resumeId, awaiting) : judged.offset();
        Content content = Content.of(judged, original, settings.excerptChars());
        List<Vote> votes = open.takeVotesOn(content.offset(), content.hash());
        Vote vote = votes.stream().filter(this::counts).findFirst().orElse(null);
        List<Vote> observed =
                votes.stream().filter(settings.observing()::observes).toList();
        if (awaiting != null && awaiting.getContentHash().equals(content.hash())) {
            outcomes.ignored(REPEATED_RESUME);
            Content again = content.observing(awaiting.getObservedVotes()).observing(observed);
            open.await(again.awaitingSince(awaiting.getArrivedAt()));
            if (vote != null) {
                label(again, vote, null, false, now);
                open.await(null);
            }
        } else if (isOld && isSuperseded(judged, content, awaiting)) {
            ignore(content, votes.size(), open);
        } else {
            closeDegraded(resumeId, open, now);
            CurrentLabel current = state.current(resumeId);
            boolean isSame = current != null && current.getContentHash().equals(content.hash());
            if (!isSame) {
                outcomes.learnable(LabelEvents.example(judged));
            }
            if (current != null && isSame && judged.relabel() == Relabel.NO) {
                outcomes.ignored(REPEATED_RESUME);
                CurrentLabel seenAgain = LabelEvents.seenAgain(current, content.offset());
                state.current(resumeId, seenAgain);
                if (vote != null) {
                    correctDegraded(resumeId, seenAgain, vote, now);
                }
                observed.forEach(each -> record(resumeId, each, now));
            } else {
                Vote human = current != null && (isSame || isOld) ? current.getHumanVote() : null;
                labelOrAwait(content.observing(observed), vote, human, open, now);
            }
        }
        save(resumeId, open, now);
    }

    /** Whether an old record is neither a copy of the newest one nor has the current content. */
    private boolean isSuperseded(Judged old, Content content, @Nullable AwaitingVote awaiting) {
        return !old.isCopyOf(content.originalOffset()) && (awaiting != null || labelOf(content) == null);
    }

    /** Offset of the newest record that is not an old one sent again; -1 if the resume is unknown. */
    private long originalOffset(String resumeId, @Nullable AwaitingVote awaiting) {
        if (awaiting != null) {
            return Content.originalOffset(awaiting);
        }
        CurrentLabel current = state.current(resumeId);
        return current == null ? -1 : Content.originalOffset(current);
    }

    /** Only remembers the record's offset, if its resume is known, so that its vote is not taken for an early one. */
    private void ignore(Content content, int votes, Open open) {
        outcomes.ignored(SUPERSEDED_RELABEL);
        for (int i = 0; i < votes; i++) {
            outcomes.ignored(SUPERSEDED_VOTE);
        }
        AwaitingVote awaiting = open.awaiting();
        CurrentLabel current = awaiting == null ? state.current(content.resumeId()) : null;
        if (awaiting != null) {
            open.await(LabelEvents.afterIgnoring(awaiting, content.offset()));
        } else if (current != null) {
            state.current(content.resumeId(), LabelEvents.afterIgnoring(current, content.offset()));
        }
    }

    private void onVote(LabelVote arrived, Instant now) {
        LabelVote vote = arrived;
        if (!counts(arrived.getVote())) {
            if (!settings.observing().observes(arrived.getVote())) {
                outcomes.ignored(FOREIGN_VOTE);
                return;
            }
            vote = LabelVote.newBuilder(arrived)
                    .setVote(Observing.cut(arrived.getVote()))
                    .build();
        }
        String resumeId = vote.getResumeId();
        Open open = open(resumeId);
        AwaitingVote awaiting = open.awaiting();
        CurrentLabel current = awaiting == null ? state.current(resumeId) : null;
        if (awaiting != null && vote.getResumeOffset() <= newestSeen(awaiting)) {
            if (!vote.getContentHash().equals(awaiting.getContentHash())) {
                onVoteOnOther(vote, open, now);
            } else if (counts(vote.getVote())) {
                label(Content.of(resumeId, awaiting), vote.getVote(), null, false, now);
                open.await(null);
            } else {
                open.await(LabelEvents.observing(awaiting, vote.getVote()));
            }
        } else if (current != null && vote.getResumeOffset() <= newestSeen(current)) {
            if (!vote.getContentHash().equals(current.getContentHash())) {
                onVoteOnOther(vote, open, now);
            } else if (counts(vote.getVote())) {
                correctDegraded(resumeId, current, vote.getVote(), now);
            } else {
                record(resumeId, vote.getVote(), now);
            }
        } else {
            open.addEarly(vote, now);
        }
        save(resumeId, open, now);
    }

    /** Whether a vote takes part in decisions. */
    private boolean counts(Vote vote) {
        return vote.getLabeller().equals(settings.modelLabeller());
    }

    /** An observed vote on the content of the current label: another revision of the same decision. */
    private void record(String resumeId, Vote vote, Instant now) {
        CurrentLabel current = state.current(resumeId);
        LabelledRole label = current == null ? null : current.getObservedLabel();
        if (current == null || label == null || Observing.isAmong(label.getObservedVotes(), vote.getLabeller())) {
            outcomes.ignored(SUPERSEDED_VOTE);
        } else if (settings.observing().isTooLate(label.getLabelledAt(), now)) {
            outcomes.ignored(EXPIRED_VOTE);
        } else {
            LabelledRole revised = LabelEvents.withObserved(label, vote);
            outcomes.labelled(revised);
            boolean isObserved = settings.observing().concerns(revised);
            state.current(resumeId, LabelEvents.revised(current, revised, isObserved));
        }
    }

    /** A vote on another content than the newest, whose record came before that, or is one of a new topic. */
    private void onVoteOnOther(LabelVote vote, Open open, Instant now) {
        if (vote.getResumeOffset() <= newestOffset) {
            outcomes.ignored(SUPERSEDED_VOTE);
        } else {
            open.addEarly(vote, now);
        }
    }

    private void onCorrection(RoleCorrection correction, Instant now) {
        String resumeId = correction.getResumeId();
        Open open = open(resumeId);
        AwaitingVote awaiting = open.awaiting();
        CurrentLabel current = awaiting == null ? state.current(resumeId) : null;
        Content content;
        if (awaiting != null) {
            content = Content.of(resumeId, awaiting);
        } else if (current != null) {
            content = Content.of(resumeId, current);
        } else {
            throw new UnusableRecordException("resume " + resumeId + " has no label in this partition; send a"
                    + " correction to the partition in the label's resumePartition, while the label is retained");
        }
        Vote human = LabelEvents.humanVote(correction);
        if (correction.getContentHash() != null && !correction.getContentHash().equals(content.hash())) {
            outcomes.ignored(SUPERSEDED_CORRECTION);
        } else if (current != null && human.equals(current.getHumanVote())) {
            outcomes.ignored(REPEATED_CORRECTION);
        } else {
            label(content, null, human, false, now);
            open.await(null);
            save(resumeId, open, now);
        }
    }

    private void onForgotten(String resumeId, long offset, Instant now) {
        Open open = open(resumeId);
        open.await(null);
        open.dropVotesOnRecordsUpTo(offset);
        state.current(resumeId, null);
        outcomes.forgotten(resumeId);
        save(resumeId, open, now);
    }

    private static long newestSeen(AwaitingVote awaiting) {
        return Math.max(awaiting.getResumeOffset(), awaiting.getIgnoredOffset());
    }

    private static long newestSeen(CurrentLabel current) {
        return Math.max(current.getResumeOffset(), current.getIgnoredOffset());
    }

    /** The current label, if it is for this content. */
    private @Nullable CurrentLabel labelOf(Content content) {
        CurrentLabel current = state.current(content.resumeId());
        return current != null && current.getContentHash().equals(content.hash()) ? current : null;
    }

    private void labelOrAwait(Content content, @Nullable Vote model, @Nullable Vote human, Open open, Instant now) {
        if (human != null || model != null || settings.modelLabeller() == null) {
            label(content, model, human, false, now);
        } else {
            open.await(content.awaitingSince(now));
        }
    }

    private void closeDegraded(String resumeId, Open open, Instant now) {
        if (open.awaiting() != null) {
            label(Content.of(resumeId, open.awaiting()), null, null, true, now);
            open.await(null);
            // The next content has its own deadline.
            deadlines.remove(resumeId);
        }
    }

    private void correctDegraded(String resumeId, CurrentLabel current, Vote vote, Instant now) {
        if (current.getDegradedRuleVote() != null && vote.getRole() != null) {
            label(Content.of(resumeId, current), vote, null, false, now);
        } else {
            outcomes.ignored(SUPERSEDED_VOTE);
        }
    }

    private void label(Content content, @Nullable Vote model, @Nullable Vote human, boolean degraded, Instant now) {
        CurrentLabel previous = state.current(content.resumeId());
        int revision = previous == null ? 1 : previous.getRevision() + 1;
        var label = events.label(content, model, human, degraded, revision, now);
        outcomes.labelled(label);
        boolean isObserved = settings.observing().concerns(label);
        state.current(content.resumeId(), LabelEvents.current(label, content, isObserved));
        Optional<Disagreement> disagreement = content.ruleVote() == null || model == null
                ? Optional.empty()
                : Disagreement.between(content.ruleVote(), model, settings.policy());
        if (disagreement.isEmpty() && label.getConfidence() < settings.reviewBelow()) {
            disagreement = Optional.of(Disagreement.uncertain(label.getConfidence()));
        }
        disagreement.ifPresent(found -> outcomes.disagreed(LabelEvents.disagreement(found, content, label)));
    }

    private Open open(String resumeId) {
        return new Open(state.pending(resumeId));
    }

    private void save(String resumeId, Open open, Instant now) {
        if (open.changed()) {
            state.pending(resumeId, open.toPending());
        }
        track(deadlines, resumeId, open.awaiting() != null, now);
        track(earlyVotes, resumeId, open.hasEarlyVotes(), now);
    }

    private static void track(ExpiryQueue queue, String resumeId, boolean waits, Instant now) {
        if (waits) {
            queue.add(resumeId, now);
        } else {
            queue.remove(resumeId);
        }
    }
}
