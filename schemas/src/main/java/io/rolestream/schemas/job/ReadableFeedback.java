package io.rolestream.schemas.job;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.MatchDirection;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Valid feedback on a recommendation.
 *
 * @param resumeId not blank, equal to the record's key
 * @param jobId not blank
 * @param action not {@link FeedbackAction#UNKNOWN}
 * @param direction {@link MatchDirection#UNKNOWN} where the application does not say
 * @param position in the list that was shown, from 1; empty where unknown
 * @param revision of the list that was shown, from 1; 0 where unknown
 * @param happenedAt with millisecond precision
 */
public record ReadableFeedback(
        String resumeId,
        String jobId,
        FeedbackAction action,
        MatchDirection direction,
        OptionalInt position,
        int revision,
        Instant happenedAt) {
    public ReadableFeedback {
        if (resumeId.isBlank() || jobId.isBlank()) {
            throw new IllegalArgumentException("Feedback names a resume and a job");
        }
        if (action == FeedbackAction.UNKNOWN) {
            throw new IllegalArgumentException("Feedback names an action");
        }
        if (position.isPresent() && position.getAsInt() < 1) {
            throw new IllegalArgumentException("Positions count from 1: " + position.getAsInt());
        }
    }
}
