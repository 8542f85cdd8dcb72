package io.rolestream.files.read;

import io.rolestream.events.Selection;
import org.jspecify.annotations.Nullable;

/**
 * A person's answer as it was read. Blank values are null.
 *
 * @param rowNumber counts the data rows from 1
 * @param line the line that the row begins on, from 1; 0 where a format has no lines
 * @param resumeId the resume that was looked at
 * @param role the right role as it was written, which may be none of the taxonomy
 * @param reviewer who answered
 * @param note anything the reviewer wants to say
 * @param selection why the reviewer was asked; UNKNOWN where the row does not say
 */
public record AnswerRow(
        long rowNumber,
        long line,
        String resumeId,
        String role,
        @Nullable String reviewer,
        @Nullable String note,
        Selection selection)
        implements Row {}
