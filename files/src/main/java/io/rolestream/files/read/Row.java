package io.rolestream.files.read;

import io.rolestream.files.columns.InputColumns;
import org.jspecify.annotations.Nullable;

/** One row of an input: a resume, a job, an answer, feedback, a grade, or a problem. */
public sealed interface Row permits ResumeRow, JobRow, AnswerRow, FeedbackRow, GradeRow, BadRow {

    /** From 1; a header and blank lines don't count, bad rows do. */
    long rowNumber();

    /** The row's first line, from 1; 0 if the format has no lines. */
    long line();

    /** The resume's, or the job's; null if a bad row's is unknown. */
    @Nullable
    String id();

    /** All columns of the input; none unless they are kept. */
    default InputColumns columns() {
        return InputColumns.NONE;
    }
}
