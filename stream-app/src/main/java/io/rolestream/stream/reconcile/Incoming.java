package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Relabel;

/** Input of the {@link Reconciler}: everything that can change the label of a resume. */
public sealed interface Incoming {
    /** A resume with the rules' vote, the offset of its record, and whether an unchanged content is labelled again. */
    record Judged(ReadableResume resume, long offset, Vote ruleVote, Relabel relabel) implements Incoming {}

    record Voted(LabelVote vote) implements Incoming {}

    record Corrected(RoleCorrection correction) implements Incoming {}

    /** A deletion of a resume; what is known of records after this offset is kept. */
    record Forgotten(String resumeId, long offset) implements Incoming {}
}
