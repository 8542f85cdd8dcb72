package io.rolestream.files.read;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnMatcher;
import java.nio.file.Path;

/** A file of people's answers, in the formats of resumes. */
public final class AnswerSource extends RowSource {

    private AnswerSource(Opened opened) {
        super(opened);
    }

    /**
     * Opens a file, or standard input for {@code -}.
     *
     * @throws InputException if it can't be read, is of no known format, or has no columns for resumeId and role
     */
    public static AnswerSource open(Path fileOrDash) {
        return new AnswerSource(RowSource.open(fileOrDash, ColumnMatcher.ofAnswers()));
    }
}
