package io.rolestream.matching.profile;

import io.rolestream.events.Resume;
import org.jspecify.annotations.Nullable;

/**
 * A resume to be matched.
 *
 * @param skills as the person wrote them; null if there are none
 * @param text the resume's free text; null if there is none
 * @param years of professional experience; null if unknown
 */
public record Candidate(
        String resumeId,
        @Nullable String skills,
        @Nullable String text,
        @Nullable Float years) {
    /** @param resumeId that the record is read under, its own or its key's */
    public static Candidate of(String resumeId, Resume resume) {
        return new Candidate(resumeId, resume.getSkills(), resume.getText(), resume.getYearsOfExperience());
    }
}
