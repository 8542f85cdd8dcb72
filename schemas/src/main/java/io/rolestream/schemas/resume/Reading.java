package io.rolestream.schemas.resume;

/** What a record of {@code resumes} turned out to be. */
public sealed interface Reading {

    /** A resume to be labelled. */
    @SuppressWarnings("JavaLangClash") // Referred to as Reading.Readable, so it cannot be confused with java.lang.Readable.
    record Readable(ReadableResume resume) implements Reading {}

    /**
     * A null value: everything known of this resume is to be forgotten.
     *
     * @param resumeId not blank
     */
    record Forget(String resumeId) implements Reading {}

    /**
     * A record for the dead letters.
     *
     * @param reason why, for headers and metrics
     * @param message why, for people; holds no text of the resume
     */
    record Unreadable(UnreadableReason reason, String message) implements Reading {}
}
