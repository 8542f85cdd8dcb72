package io.rolestream.files.read;

import io.rolestream.files.columns.InputColumns;
import org.jspecify.annotations.Nullable;

/**
 * A row that could not be read.
 *
 * @param id the resume's, or the job's; null if it could not be read either
 * @param problem where and what, for people: {@code line 17: not valid JSON: unexpected end of input at column 43}
 * @param columns those that could be read, if they are kept
 */
public record BadRow(long rowNumber, long line, @Nullable String id, String problem, InputColumns columns)
        implements Row {

    /** @throws IllegalArgumentException if the row number or the line is out of range or the problem is blank */
    public BadRow {
        if (rowNumber < 1 || line < 0) {
            throw new IllegalArgumentException("row " + rowNumber + ", line " + line);
        }
        if (problem.isBlank()) {
            throw new IllegalArgumentException("problem is blank");
        }
    }

    /** What results call it: its id or, if that could not be read, {@code row-} and its number. */
    public String idOrNumber() {
        return id == null ? "row-" + rowNumber : id;
    }

    /** Without its columns. */
    public BadRow(long rowNumber, long line, @Nullable String id, String problem) {
        this(rowNumber, line, id, problem, InputColumns.NONE);
    }
}
