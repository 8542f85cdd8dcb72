package io.rolestream.files.read;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.MatchDirection;
import io.rolestream.files.read.ResumeRow.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person did with a recommendation, in a file.
 *
 * @param action not {@link FeedbackAction#UNKNOWN}
 * @param direction {@link MatchDirection#UNKNOWN} if the row does not say
 * @param position in the list that was shown, from 1; null if the row does not say
 * @param revision of the list that was shown; 0 if the row does not say
 */
public record FeedbackRow(
        Place place,
        String resumeId,
        String jobId,
        FeedbackAction action,
        MatchDirection direction,
        @Nullable Integer position,
        int revision,
        @Nullable Instant happenedAt,
        @Nullable String source)
        implements Row {

    /** The feedback as the stream knows it. */
    public JobFeedback event() {
        return JobFeedback.newBuilder()
                .setResumeId(resumeId)
                .setJobId(jobId)
                .setAction(action)
                .setDirection(direction)
                .setPosition(position)
                .setRevision(revision)
                .setSource(source)
                .setHappenedAt(happenedAt)
                .build();
    }

    @Override
    public String id() {
        return resumeId;
    }

    @Override
    public long rowNumber() {
        return place.rowNumber();
    }

    @Override
    public long line() {
        return place.line();
    }
}
