package io.rolestream.trainer.matching.feedback;

import io.rolestream.events.FeedbackAction;
import org.jspecify.annotations.Nullable;

/**
 * What a person did with an entry of a list.
 *
 * @param action not UNKNOWN
 * @param position where the entry stood, from 1; null if unknown
 */
public record Reaction(
        String resumeId,
        String jobId,
        FeedbackAction action,
        @Nullable Integer position) {
    public Reaction {
        if (position != null && position < 1) {
            throw new IllegalArgumentException("a position is 1 or more, not " + position);
        }
    }
}
