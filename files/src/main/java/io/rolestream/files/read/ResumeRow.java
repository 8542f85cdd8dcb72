package io.rolestream.files.read;

import io.rolestream.events.Resume;
import io.rolestream.files.columns.InputColumns;
import io.rolestream.matching.profile.Candidate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume in a file. Blank values are null; skills and text may both be.
 *
 * @param resumeId the row's own, or made from its content ({@link ContentId})
 * @param skills as written; a list is joined with {@code ", "}
 * @param yearsOfExperience at least 0
 * @param companies in the order of the row
 * @param submittedAt not before 2000, and at most a day in the future
 * @param role the right one, as written, maybe not in the taxonomy; null unless its column was named
 * @param columns all of the input, if they are kept
 */
public record ResumeRow(
        Place place,
        String resumeId,
        @Nullable String skills,
        @Nullable String text,
        @Nullable Float yearsOfExperience,
        List<String> companies,
        @Nullable Instant submittedAt,
        @Nullable String source,
        @Nullable String role,
        InputColumns columns)
        implements Row {

    /**
     * Where a row stands in its file.
     *
     * @param rowNumber from 1
     * @param line from 1, or 0 if the format has no lines
     */
    public record Place(long rowNumber, long line) {
        /** @throws IllegalArgumentException if a number is out of range */
        public Place {
            if (rowNumber < 1 || line < 0) {
                throw new IllegalArgumentException("row " + rowNumber + ", line " + line);
            }
        }
    }

    /** @throws IllegalArgumentException if the id is blank */
    public ResumeRow {
        if (resumeId.isBlank()) {
            throw new IllegalArgumentException("resumeId is blank");
        }
        companies = List.copyOf(companies);
    }

    /** Without the input's columns. */
    public ResumeRow(
            Place place,
            String resumeId,
            @Nullable String skills,
            @Nullable String text,
            @Nullable Float yearsOfExperience,
            List<String> companies,
            @Nullable Instant submittedAt,
            @Nullable String source,
            @Nullable String role) {
        this(place, resumeId, skills, text, yearsOfExperience, companies, submittedAt, source, role, InputColumns.NONE);
    }

    /** Without a right role. */
    public ResumeRow(
            Place place,
            String resumeId,
            @Nullable String skills,
            @Nullable String text,
            @Nullable Float yearsOfExperience,
            List<String> companies,
            @Nullable Instant submittedAt,
            @Nullable String source) {
        this(place, resumeId, skills, text, yearsOfExperience, companies, submittedAt, source, null);
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

    /** The resume as it is matched. */
    public Candidate candidate() {
        return new Candidate(resumeId, skills, text, yearsOfExperience);
    }

    @Override
    public String id() {
        return resumeId;
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
