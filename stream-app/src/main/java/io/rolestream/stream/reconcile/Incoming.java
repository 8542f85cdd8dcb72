package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Relabel;
import java.util.OptionalLong;

/** Input of the {@link Reconciler}: everything that can change the label of a resume. */
public sealed interface Incoming {
    /**
     * A resume with the rules' vote.
     *
     * @param offset of its record
     * @param relabel whether an unchanged content is labelled again
     * @param original offset of the record that this is a copy of, if it says so
     */
    record Judged(ReadableResume resume, long offset, Vote ruleVote, Relabel relabel, OptionalLong original)
            implements Incoming {
        boolean isCopyOf(long other) {
            return original.isPresent() && original.getAsLong() == other;
        }
    }

    record Voted(LabelVote vote) implements Incoming {}

    record Corrected(RoleCorrection correction) implements Incoming {}

    /** A deletion of a resume; what is known of records after this offset is kept. */
    record Forgotten(String resumeId, long offset) implements Incoming {}
}
