package io.rolestream.files.read;

import io.rolestream.events.Job;
import io.rolestream.files.read.ResumeRow.Place;
import io.rolestream.matching.profile.Posting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job posting in a file. Blank values are null; skills and description may both be.
 *
 * @param jobId the row's own, or made from its content ({@link ContentId})
 * @param title empty if there is none
 * @param skills as written; a list is joined with {@code ", "}
 * @param openUntil not before 2000, and at most some fifty years in the future
 * @param postedAt not before 2000, and at most a day in the future
 * @param role the right one, as written, maybe not in the taxonomy; null unless its column was named
 */
public record JobRow(
        Place place,
        String jobId,
        String title,
        @Nullable String skills,
        @Nullable String description,
        @Nullable String location,
        @Nullable Boolean remote,
        @Nullable String seniority,
        @Nullable Instant openUntil,
        @Nullable Instant postedAt,
        @Nullable String source,
        @Nullable String role)
        implements Row {

    /** @throws IllegalArgumentException if the id is blank */
    public JobRow {
        if (jobId.isBlank()) {
            throw new IllegalArgumentException("jobId is blank");
        }
    }

    /** Without a right role. */
    public JobRow(
            Place place,
            String jobId,
            String title,
            @Nullable String skills,
            @Nullable String description,
            @Nullable String location,
            @Nullable Boolean remote,
            @Nullable String seniority,
            @Nullable Instant openUntil,
            @Nullable Instant postedAt,
            @Nullable String source) {
        this(place, jobId, title, skills, description, location, remote, seniority, openUntil, postedAt, source, null);
    }

    /** The job as the stream knows it. */
    public Job event() {
        return Job.newBuilder()
                .setJobId(jobId)
                .setTitle(title)
                .setSkills(skills)
                .setDescription(description)
                .setLocation(location)
                .setRemote(remote)
                .setSeniority(seniority)
                .setOpenUntil(openUntil)
                .setPostedAt(postedAt)
                .setSource(source)
                .build();
    }

    /** The job as it is matched. */
    public Posting posting() {
        return new Posting(jobId, title, skills, description, location, remote, seniority, openUntil);
    }

    @Override
    public String id() {
        return jobId;
    }

    @Override
    public long rowNumber() {
        return place.rowNumber();
    }

    @Override
    public long line() {
        return place.line();
    }
}
