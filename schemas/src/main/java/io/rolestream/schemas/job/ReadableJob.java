package io.rolestream.schemas.job;

import io.rolestream.schemas.reading.ContentHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job posting that can be matched. Texts are as the employer wrote them; one of only white space is null, or empty
 * for the title.
 *
 * @param jobId not blank, equal to the record's key
 * @param title empty if there is none
 * @param skills null if there are none; then there is a description
 * @param description null if there is none; then there are skills
 * @param location null if unknown
 * @param remote whether all of the work can be done remotely; null if unknown
 * @param seniority as written; null if unknown
 * @param openUntil when the job closes; null if it stays open until it is deleted
 * @param postedAt when the job was posted, with millisecond precision
 * @param contentHash of all fields above but {@code jobId} and {@code postedAt}, 32 lower-case hexadecimal digits;
 *     equal for postings that differ only in white space
 */
public record ReadableJob(
        String jobId,
        String title,
        @Nullable String skills,
        @Nullable String description,
        @Nullable String location,
        @Nullable Boolean remote,
        @Nullable String seniority,
        @Nullable Instant openUntil,
        Instant postedAt,
        String contentHash) {
    public ReadableJob {
        if (jobId.isBlank() || (skills == null && description == null)) {
            throw new IllegalArgumentException("A readable job has an id, and skills or a description");
        }
        ContentHash.require(contentHash);
    }

    /** Whether the job is open at a time. */
    public boolean isOpen(Instant at) {
        return openUntil == null || at.isBefore(openUntil);
    }

    /** Omits the texts, which are long. */
    @Override
    public String toString() {
        return "ReadableJob[jobId=%s, contentHash=%s, openUntil=%s, postedAt=%s]"
                .formatted(jobId, contentHash, openUntil, postedAt);
    }
}
