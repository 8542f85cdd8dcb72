package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.decision.Disagreement;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.CurrentLabel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns the {@link Reconciler}'s conclusions into events and state. */
final class LabelEvents {
    /** The labeller's name on a person's vote. */
    static final String HUMAN = "human";

    private final DecisionPolicy policy;
    private final String policyText;
    private final int partition;

    LabelEvents(DecisionPolicy policy, int partition) {
        this.policy = policy;
        this.policyText = policy.toString();
        this.partition = partition;
    }

    LabelledRole label(
            Content content, @Nullable Vote model, @Nullable Vote human, boolean degraded, int revision, Instant now) {
        Decision decision = policy.decide(content.ruleVote(), model, human);
        return LabelledRole.newBuilder()
                .setResumeId(content.resumeId())
                .setRole(decision.role())
                .setDecidedBy(decision.decidedBy())
                .setConfidence(decision.confidence())
                .setDegraded(degraded)
                .setRevision(revision)
                .setPolicy(policyText)
                .setRuleVote(content.ruleVote())
                .setModelVote(model)
                .setHumanVote(human)
                .setContentHash(content.hash())
                .setResumePartition(partition)
                .setResumeOffset(content.offset())
                .setSubmittedAt(content.submittedAt())
                .setLabelledAt(now)
                .setObservedVotes(content.observed())
                .setObservedBefore(content.observedBefore())
                .build();
    }

    /** The same decision in another revision, with one more observed vote. */
    static LabelledRole withObserved(LabelledRole label, Vote vote) {
        return LabelledRole.newBuilder(label)
                .setRevision(label.getRevision() + 1)
                .setObservedVotes(Observing.with(label.getObservedVotes(), vote))
                .setObservedBefore(label.getObservedVotes().size())
                .setRepeatsDecision(true)
                .build();
    }

    static LabelDisagreement disagreement(Disagreement disagreement, Content content, LabelledRole label) {
        return LabelDisagreement.newBuilder()
                .setResumeId(content.resumeId())
                .setContentHash(content.hash())
                .setKind(disagreement.kind())
                .setReviewScore(disagreement.reviewScore())
                .setRuleVote(label.getRuleVote())
                .setModelVote(label.getModelVote())
                .setRole(label.getRole())
                .setDecidedBy(label.getDecidedBy())
                .setExcerpt(content.excerpt())
                .setResumePartition(label.getResumePartition())
                .setResumeOffset(content.offset())
                .setDetectedAt(label.getLabelledAt())
                .build();
    }

    static TrainingExample example(Incoming.Judged judged) {
        ReadableResume resume = judged.resume();
        return TrainingExample.newBuilder()
                .setResumeId(resume.resumeId())
                .setContentHash(resume.contentHash())
                .setJudgedText(resume.judgedText())
                .setRuleVote(judged.ruleVote())
                .setSubmittedAt(resume.submittedAt())
                .build();
    }

    static Vote humanVote(RoleCorrection correction) {
        return Vote.newBuilder()
                .setLabeller(HUMAN)
                .setLabellerVersion(correction.getReviewer())
                .setRole(correction.getRole())
                .setConfidence(1f)
                .setVotedAt(correction.getCorrectedAt())
                .build();
    }

    /**
     * The state to keep of a label.
     *
     * @param isObserved whether the label itself is kept, for observed votes
     */
    static CurrentLabel current(LabelledRole label, Content content, boolean isObserved) {
        return CurrentLabel.newBuilder()
                .setRole(label.getRole())
                .setDecidedBy(label.getDecidedBy())
                .setRevision(label.getRevision())
                .setContentHash(label.getContentHash())
                .setResumeOffset(label.getResumeOffset())
                .setLabelledAt(label.getLabelledAt())
                .setDegradedRuleVote(label.getDegraded() ? label.getRuleVote() : null)
                .setHumanVote(label.getHumanVote())
                .setSubmittedAt(label.getSubmittedAt())
                .setIgnoredOffset(content.ignoredOffset())
                .setObservedLabel(isObserved ? label : null)
                .setOriginalOffset(content.originalOffset())
                .build();
    }

    /** The state of the same label in another revision. */
    static CurrentLabel revised(CurrentLabel current, LabelledRole label, boolean isObserved) {
        return CurrentLabel.newBuilder(current)
                .setRevision(label.getRevision())
                .setObservedLabel(isObserved ? label : null)
                .build();
    }

    /** The same label after its content came again in a later record. */
    static CurrentLabel seenAgain(CurrentLabel label, long offset) {
        return CurrentLabel.newBuilder(label)
                .setResumeOffset(offset)
                .setOriginalOffset(offset)
                .build();
    }

    /** The same label after a record with another content was ignored. */
    static CurrentLabel afterIgnoring(CurrentLabel label, long offset) {
        return CurrentLabel.newBuilder(label).setIgnoredOffset(offset).build();
    }

    /** The same content, still awaiting its vote, with an observed one. */
    static AwaitingVote observing(AwaitingVote awaiting, Vote vote) {
        return AwaitingVote.newBuilder(awaiting)
                .setObservedVotes(Observing.with(awaiting.getObservedVotes(), vote))
                .build();
    }

    /** The same content, still awaiting its vote, after a record with another content was ignored. */
    static AwaitingVote afterIgnoring(AwaitingVote awaiting, long offset) {
        return AwaitingVote.newBuilder(awaiting).setIgnoredOffset(offset).build();
    }
}
