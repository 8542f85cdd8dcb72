package io.rolestream.files.read;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.ColumnNames;
import java.io.InputStream;
import java.nio.file.Path;

/** A file of resumes. */
public final class ResumeSource extends RowSource {

    private ResumeSource(Opened opened) {
        super(opened);
    }

    /**
     * Opens a file, or standard input for {@code -}.
     *
     * @throws InputException if it can't be read, is of no known format, or lacks required columns
     */
    public static ResumeSource open(Path fileOrDash, ColumnNames columns) {
        return new ResumeSource(RowSource.open(fileOrDash, ColumnMatcher.ofResumes(columns)));
    }

    /**
     * Opens a stream, and closes it when this source is closed or can't be opened.
     *
     * @param name for messages
     * @throws InputException if it can't be read, is of no known format, or lacks required columns
     */
    public static ResumeSource open(InputStream stream, String name, ColumnNames columns) {
        return new ResumeSource(RowSource.open(stream, name, ColumnMatcher.ofResumes(columns)));
    }
}
