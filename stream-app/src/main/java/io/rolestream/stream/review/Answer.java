package io.rolestream.stream.review;

import io.rolestream.events.Selection;
import org.jspecify.annotations.Nullable;

/**
 * A person's answer on a resume.
 *
 * @param resumeId not blank
 * @param role by its name in the taxonomy
 * @param reviewer who answered; null if unknown
 * @param note anything the reviewer wants to say
 * @param selection why the reviewer was asked
 */
public record Answer(
        String resumeId,
        String role,
        @Nullable String reviewer,
        @Nullable String note,
        Selection selection) {

    /**
     * Whether the reviewer was asked because the resume was drawn at random, so that the answer measures the quality of
     * labels without bias.
     */
    public boolean drawnAtRandom() {
        return selection == Selection.RANDOM;
    }
}
