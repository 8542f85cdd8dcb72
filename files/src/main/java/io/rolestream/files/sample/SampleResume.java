package io.rolestream.files.sample;

import io.rolestream.events.Resume;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generated resume and its true role.
 *
 * @param resumeId {@code gen-<seed>-<number>}, which no real resume has
 * @param skills null if it has only text, empty if it is broken
 * @param text a summary and a job history in prose, or null
 * @param yearsOfExperience in steps of half a year, 0 to 40
 * @param companies invented, latest first
 * @param submittedAt seconds after the previous one
 * @param source begins with {@code generated-}
 */
public record SampleResume(
        String resumeId,
        @Nullable String skills,
        @Nullable String text,
        float yearsOfExperience,
        List<String> companies,
        Instant submittedAt,
        String source,
        String trueRole) {

    public SampleResume {
        companies = List.copyOf(companies);
    }

    /** The resume as the stream knows it. */
    public Resume event() {
        return Resume.newBuilder()
                .setResumeId(resumeId)
                .setSkills(skills)
                .setText(text)
                .setYearsOfExperience(yearsOfExperience)
                .setCompanies(companies)
                .setSubmittedAt(submittedAt)
                .setSource(source)
                .build();
    }
}
