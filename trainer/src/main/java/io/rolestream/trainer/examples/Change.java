package io.rolestream.trainer.examples;

import org.jspecify.annotations.Nullable;

/** The effect of one record on the examples. Instants have millisecond precision. */
public sealed interface Change {
    /** Not blank. */
    String resumeId();

    /** The resume's current text and the rules' vote on it, without a correction. */
    record Judged(String resumeId, Example example) implements Change {}

    /** Deletes a resume, with all answers on it. */
    record Forgotten(String resumeId) implements Change {}

    /**
     * A person's answer on a resume, which replaces any earlier one.
     *
     * @param contentHash of the text that the person read; null for the resume's text at that time
     */
    record Corrected(String resumeId, @Nullable String contentHash, Example.Correction correction) implements Change {}

    /** Withdraws the answer on a resume. */
    record Withdrawn(String resumeId) implements Change {}
}
