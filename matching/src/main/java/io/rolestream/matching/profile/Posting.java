package io.rolestream.matching.profile;

import io.rolestream.schemas.job.ReadableJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job posting to be matched.
 *
 * @param title empty if there is none
 * @param skills that the job asks for, as the employer wrote them; null if there are none
 * @param description null if there is none
 * @param location as written; null if unknown
 * @param remote whether all of the work can be done remotely; null if unknown
 * @param seniority as written; null if unknown
 * @param openUntil when the job closes; null if it stays open
 */
public record Posting(
        String jobId,
        String title,
        @Nullable String skills,
        @Nullable String description,
        @Nullable String location,
        @Nullable Boolean remote,
        @Nullable String seniority,
        @Nullable Instant openUntil) {
    /** A job as the services read it. */
    public static Posting of(ReadableJob job) {
        return new Posting(
                job.jobId(),
                job.title(),
                job.skills(),
                job.description(),
                job.location(),
                job.remote(),
                job.seniority(),
                job.openUntil());
    }
}
