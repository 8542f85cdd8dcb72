package io.rolestream.stream.review;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.events.Vote;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question about a resume.
 *
 * @param contentHash of the text that was voted on
 * @param partition of {@code resumes} that it came from
 * @param selection why it was selected
 * @param text the judged text, or its beginning; null if unknown
 * @param role that was decided on
 */
public record Question(
        String resumeId,
        String contentHash,
        int partition,
        Selection selection,
        @Nullable String text,
        @Nullable Vote ruleVote,
        @Nullable Vote modelVote,
        String role,
        Decider decidedBy) {

    public static Question of(LabelDisagreement disagreement) {
        return new Question(
                disagreement.getResumeId(),
                disagreement.getContentHash(),
                disagreement.getResumePartition(),
                Selection.REVIEW_SCORE,
                disagreement.getExcerpt(),
                disagreement.getRuleVote(),
                disagreement.getModelVote(),
                disagreement.getRole(),
                disagreement.getDecidedBy());
    }

    /** One that was drawn at random. */
    public static Question of(LabelledRole label, String text) {
        return new Question(
                label.getResumeId(),
                label.getContentHash(),
                label.getResumePartition(),
                Selection.RANDOM,
                text,
                label.getRuleVote(),
                label.getModelVote(),
                label.getRole(),
                label.getDecidedBy());
    }

    /** What to send when it was answered. */
    public RoleCorrection answered(String right, @Nullable String note, String reviewer, Instant now) {
        return RoleCorrection.newBuilder()
                .setResumeId(resumeId)
                .setContentHash(contentHash)
                .setRole(right)
                .setReviewer(reviewer)
                .setNote(note)
                .setCorrectedAt(now)
                .setSelection(selection)
                .build();
    }
}
