package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Relabel;

/** Input of the {@link Reconciler}: everything that can change the label of a resume. */
public sealed interface Incoming {
    /**
     * A resume with the rules' vote on it.
     *
     * @param offset offset of its record in its partition of {@code resumes}
     * @param relabel whether it asks for a new label even if the content is unchanged
     */
    record Judged(ReadableResume resume, long offset, Vote ruleVote, Relabel relabel) implements Incoming {}

    /** A model worker's vote. */
    record Voted(LabelVote vote) implements Incoming {}

    /** A person's correction. */
    record Corrected(RoleCorrection correction) implements Incoming {}

    /**
     * The resume shall be forgotten.
     *
     * @param offset offset of the record that says so; what is known of later ones stays
     */
    record Forgotten(String resumeId, long offset) implements Incoming {}
}
