package io.rolestream.files.read;

import org.jspecify.annotations.Nullable;

/** One row of an input: a resume, an answer, or a problem. */
public sealed interface Row permits ResumeRow, AnswerRow, BadRow {

    /** From 1; a header and blank lines don't count, bad rows do. */
    long rowNumber();

    /** The row's first line, from 1; 0 if the format has no lines. */
    long line();

    /** Null if a bad row's is unknown. */
    @Nullable
    String resumeId();
}
