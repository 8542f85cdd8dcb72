package io.rolestream.matching.profile;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume or a posting as the matcher sees it. What must not change a rank (names, pronouns, gendered words) is masked
 * in the texts by characters of the same number, so that positions are those of the original.
 *
 * @param contentHash over all fields that matching reads, 32 hexadecimal digits
 * @param title of a posting, or the title line of a resume; empty if there is none
 * @param skillsText the skills as written; empty if there are none
 * @param body the description or the resume's text; empty if there is none
 * @param skills found in the texts, by their canonical names, the most telling first
 * @param location as written, of postings only; null if unknown
 * @param remote of postings only; null if unknown
 * @param seniority normalised: {@code junior}, {@code mid}, {@code senior}, {@code lead}; null if unknown
 * @param openUntil when a job closes; null if it stays open, and for resumes
 * @param vector of the text, of length 1; null without a bi-encoder. Not copied: do not modify it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Profile(
        Side side,
        String id,
        String contentHash,
        String title,
        String skillsText,
        String body,
        List<String> skills,
        RoleBelief roles,
        @Nullable String location,
        @Nullable Boolean remote,
        @Nullable String seniority,
        @Nullable Instant openUntil,
        float @Nullable [] vector) {
    /** A profile; the skills are copied. */
    public Profile(
            Side side,
            String id,
            String contentHash,
            String title,
            String skillsText,
            String body,
            List<String> skills,
            RoleBelief roles,
            @Nullable String location,
            @Nullable Boolean remote,
            @Nullable String seniority,
            @Nullable Instant openUntil,
            float @Nullable [] vector) {
        this.side = side;
        this.id = id;
        this.contentHash = contentHash;
        this.title = title;
        this.skillsText = skillsText;
        this.body = body;
        this.skills = List.copyOf(skills);
        this.roles = roles;
        this.location = location;
        this.remote = remote;
        this.seniority = seniority;
        this.openUntil = openUntil;
        this.vector = vector;
    }

    /** Whether a job is open at a time. Resumes always are. */
    public boolean isOpen(Instant at) {
        return openUntil == null || at.isBefore(openUntil);
    }

    public ProfileFeatures features() {
        return new ProfileFeatures(id, skills, roles, seniority);
    }

    public Profile withRoles(RoleBelief belief) {
        return new Profile(
                side,
                id,
                contentHash,
                title,
                skillsText,
                body,
                skills,
                belief,
                location,
                remote,
                seniority,
                openUntil,
                vector);
    }

    public Profile withVector(float[] embedded) {
        return new Profile(
                side,
                id,
                contentHash,
                title,
                skillsText,
                body,
                skills,
                roles,
                location,
                remote,
                seniority,
                openUntil,
                embedded);
    }
}
