package io.rolestream.trainer.examples;

import org.jspecify.annotations.Nullable;

/** The effect of one record on the examples. Instants have millisecond precision. */
public sealed interface Change {
    /** The resume that it is about; not blank. */
    String resumeId();

    /**
     * A resume has this text now, and the rules vote this for it: an example of this resume alone, without a
     * correction.
     */
    record Judged(String resumeId, Example example) implements Change {}

    /** A resume is to be deleted, with all answers on it. */
    record Forgotten(String resumeId) implements Change {}

    /**
     * A person's answer on a resume, which replaces any earlier one.
     *
     * @param contentHash of the text that the person read; null for the resume's text at that time
     */
    record Corrected(String resumeId, @Nullable String contentHash, Example.Correction correction) implements Change {}

    /** The answer on a resume is withdrawn. */
    record Withdrawn(String resumeId) implements Change {}
}
