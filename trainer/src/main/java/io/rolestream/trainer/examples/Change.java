package io.rolestream.trainer.examples;

import org.jspecify.annotations.Nullable;

/** What one record does to the examples. Instants have millisecond precision. */
public sealed interface Change {
    /** The resume that it is about; not blank. */
    String resumeId();

    /** A resume has this text now, and the rules say this of it; an example of this resume alone, which nobody corrected. */
    record Judged(String resumeId, Example example) implements Change {}

    /** A resume is to be forgotten, with all that people said of it. */
    record Forgotten(String resumeId) implements Change {}

    /**
     * A person says which role a resume has; replaces what was said of it before.
     *
     * @param contentHash of the text that the person looked at; null for the one that the resume had at that time
     */
    record Corrected(String resumeId, @Nullable String contentHash, Example.Correction correction) implements Change {}

    /** What people said of a resume no longer holds. */
    record Withdrawn(String resumeId) implements Change {}
}
