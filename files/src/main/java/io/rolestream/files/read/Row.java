package io.rolestream.files.read;

import org.jspecify.annotations.Nullable;

/** One row of an input: a resume, an answer, or what is wrong with the row. */
public sealed interface Row permits ResumeRow, AnswerRow, BadRow {

    /** Counts the data rows from 1; a header and blank lines don't count, bad rows do. */
    long rowNumber();

    /** The line that the row begins on, from 1; 0 where a format has no lines. */
    long line();

    /** The row's id, or null where a bad row's is unknown. */
    @Nullable
    String resumeId();
}
