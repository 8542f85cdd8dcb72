package io.rolestream.files.read;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume as read from a file. Blank values are null. A resume may have neither skills nor text; the reader of
 * resumes, not of files, refuses it.
 *
 * @param rowNumber counts the data rows from 1
 * @param line the line that the row begins on, from 1; 0 where a format has no lines
 * @param resumeId the row's own id, or one made from its content (see {@link ContentId}) where it has none
 * @param skills the skills as written; a list of skills is joined with {@code ", "}
 * @param text the free text
 * @param yearsOfExperience at least 0
 * @param companies employers in the order of the row
 * @param submittedAt when the resume was submitted, not before 1970
 * @param source where the resume came from
 */
public record ResumeRow(
        long rowNumber,
        long line,
        String resumeId,
        @Nullable String skills,
        @Nullable String text,
        @Nullable Float yearsOfExperience,
        List<String> companies,
        @Nullable Instant submittedAt,
        @Nullable String source)
        implements Row {

    /** @throws IllegalArgumentException if the row number or the line is out of range or the id is blank */
    public ResumeRow {
        if (rowNumber < 1 || line < 0) {
            throw new IllegalArgumentException("row " + rowNumber + ", line " + line);
        }
        if (resumeId.isBlank()) {
            throw new IllegalArgumentException("resumeId is blank");
        }
        companies = List.copyOf(companies);
    }
}
