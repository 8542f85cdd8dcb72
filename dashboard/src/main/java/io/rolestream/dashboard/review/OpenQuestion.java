package io.rolestream.dashboard.review;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Selection;
import io.rolestream.stream.review.Question;

/**
 * A question, and where the record of its resume is.
 *
 * @param offset in the question's partition of {@code resumes}; negative if unknown
 */
record OpenQuestion(Question question, long offset) {
    static OpenQuestion of(LabelDisagreement disagreement) {
        return new OpenQuestion(Question.of(disagreement), disagreement.getResumeOffset());
    }

    /** A label drawn at random; its text is not known yet. */
    static OpenQuestion of(LabelledRole label) {
        Question.Label given =
                new Question.Label(label.getRole(), label.getDecidedBy(), label.getRuleVote(), label.getModelVote());
        return new OpenQuestion(
                new Question(
                        label.getResumeId(),
                        label.getContentHash(),
                        label.getResumePartition(),
                        Selection.RANDOM,
                        null,
                        given),
                label.getResumeOffset());
    }

    String resumeId() {
        return question.resumeId();
    }

    boolean isAbout(String contentHash) {
        return question.contentHash().equals(contentHash);
    }

    boolean isDrawn() {
        return question.selection() == Selection.RANDOM;
    }
}
