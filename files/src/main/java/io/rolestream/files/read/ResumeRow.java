package io.rolestream.files.read;

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
 * @param submittedAt not before 1970
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
