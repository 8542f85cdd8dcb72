package io.rolestream.schemas.resume;

/** The result of reading a record of {@code resumes}. */
public sealed interface Reading {

    /**
     * A resume to be labelled.
     *
     * @param submitted what its {@code submittedAt} turned out to be
     */
    @SuppressWarnings(
            "JavaLangClash") // Referred to as Reading.Readable, so it cannot be confused with java.lang.Readable.
    record Readable(ReadableResume resume, ClaimedTime.Finding submitted) implements Reading {}

    /**
     * A null value: the resume and everything known of it is to be deleted.
     *
     * @param resumeId not blank
     */
    record Forget(String resumeId) implements Reading {}

    /**
     * A record for the dead letters.
     *
     * @param reason for headers and metrics
     * @param message for people; contains no text of the resume
     */
    record Unreadable(UnreadableReason reason, String message) implements Reading {}
}
