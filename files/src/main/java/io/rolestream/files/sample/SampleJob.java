package io.rolestream.files.sample;

import io.rolestream.events.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generated posting and its true role.
 *
 * @param jobId {@code genjob-<seed>-<number>}, which no real posting has
 * @param skills null if it has only a description
 * @param description null if it has only skills
 * @param openUntil null if it stays open
 * @param source begins with {@code generated-}
 */
public record SampleJob(
        String jobId,
        String title,
        @Nullable String skills,
        @Nullable String description,
        String location,
        @Nullable Boolean remote,
        @Nullable String seniority,
        @Nullable Instant openUntil,
        Instant postedAt,
        String source,
        String trueRole) {

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
}
