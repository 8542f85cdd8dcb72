package io.rolestream.matching.judge;

import io.rolestream.matching.profile.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * A resume and a description of a job that was written for it.
 *
 * @param role the resume's, by its name in the taxonomy; null to let the rules say
 */
public record JudgedDescription(Candidate resume, @Nullable String role, String description) {
    /** The resume as one text: its skills, then its text. */
    String text() {
        String skills = resume.skills() == null ? "" : resume.skills();
        String body = resume.text() == null ? "" : resume.text();
        return skills.isBlank() ? body : body.isBlank() ? skills : skills + "\n" + body;
    }

    JudgedDescription with(String other) {
        return new JudgedDescription(resume, role, other);
    }
}
