package io.rolestream.files.sample;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A made-up resume and the role that it was made up for.
 *
 * @param resumeId {@code gen-<seed>-<number>}, which no real resume has
 * @param skills the skills as a person would write them; null where the resume has only text, empty where it is broken
 * @param text a summary and a job history in prose, or null
 * @param yearsOfExperience in steps of half a year, 0 to 40
 * @param companies invented employers, latest first
 * @param submittedAt seconds after the resume before it
 * @param source begins with {@code generated-}
 * @param trueRole the role's name in the taxonomy
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
}
