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
 * @param partition of {@code resumes} that the resume came from
 * @param selection why it was selected
 * @param text the judged text, or its beginning; null if unknown
 */
public record Question(
        String resumeId,
        String contentHash,
        int partition,
        Selection selection,
        @Nullable String text,
        Label label) {
    /** The label in question, and its votes. */
    public record Label(
            String role,
            Decider decidedBy,
            @Nullable Vote rules,
            @Nullable Vote model) {}

    public static Question of(LabelDisagreement disagreement) {
        return new Question(
                disagreement.getResumeId(),
                disagreement.getContentHash(),
                disagreement.getResumePartition(),
                Selection.REVIEW_SCORE,
                disagreement.getExcerpt(),
                new Label(
                        disagreement.getRole(),
                        disagreement.getDecidedBy(),
                        disagreement.getRuleVote(),
                        disagreement.getModelVote()));
    }

    /** A question about a resume drawn at random. */
    public static Question of(LabelledRole label, String text) {
        return new Question(
                label.getResumeId(),
                label.getContentHash(),
                label.getResumePartition(),
                Selection.RANDOM,
                text,
                new Label(label.getRole(), label.getDecidedBy(), label.getRuleVote(), label.getModelVote()));
    }

    /** The correction to send. */
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
