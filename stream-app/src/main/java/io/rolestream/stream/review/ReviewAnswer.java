package io.rolestream.stream.review;

import io.rolestream.events.Selection;
import org.jspecify.annotations.Nullable;

/** A person's answer on a resume, and why the person was asked; the reviewer is null if unknown. */
public record ReviewAnswer(
        String resumeId,
        String role,
        @Nullable String reviewer,
        @Nullable String note,
        Selection selection) {
    /** Whether the resume was drawn at random, so that the answer measures the quality of labels without bias. */
    public boolean drawnAtRandom() {
        return selection == Selection.RANDOM;
    }
}
