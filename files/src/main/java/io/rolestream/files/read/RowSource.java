package io.rolestream.files.read;

import io.rolestream.common.text.Counted;
import io.rolestream.files.bytes.DuckDb;
import io.rolestream.files.bytes.HeadStream;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.bytes.ProgressStream;
import io.rolestream.files.columns.ColumnMatcher;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.Field;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.columns.Layout;
import io.rolestream.files.documents.DocumentFiles;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.schemas.reading.ClaimedTime.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one file, or of standard input. The format (JSONL, a JSON array, a delimited table, Parquet, gzipped or
 * not) is detected from the content, never from the name. Rows are read on demand: a file of any size takes a few
 * megabytes. Resumes may also be documents: one, or a folder or ZIP archive of them.
 *
 * <p>A row that can't be read is a {@link BadRow}, and reading continues. Only damaged compression, a quote that is
 * never closed, or a read error is an {@link InputException}.
 *
 * <p>One thread reads; any thread may ask for the progress.
 */
public final class RowSource implements Iterator<Row>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowSource.class);
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final Pattern TEXT_NAMES = Pattern.compile("(?i).*\\.(txt|text|md)");

    private final String name;
    private final RowReader rows;
    private final @Nullable ProgressStream progress;
    private final long totalBytes;
    private @Nullable Row next;
    private long rowsRead;
    private boolean ended;
    private boolean closed;

    private RowSource(String name, RowReader rows, @Nullable ProgressStream progress, long totalBytes) {
        this.name = name;
        this.rows = rows;
        this.progress = progress;
        this.totalBytes = totalBytes;
    }

    /**
     * Opens resumes with the usual limits for documents.
     *
     * @see #ofResumes(Path, ColumnNames, DocumentLimits)
     */
    public static RowSource ofResumes(Path path, ColumnNames columns) {
        return ofResumes(path, columns, DocumentLimits.STANDARD);
    }

    /**
     * Opens a file of resumes, a document, a folder or ZIP archive of documents, or standard input for {@code -}. The
     * id of a document is its name, or its path in the folder or archive.
     *
     * @throws InputException if it can't be read, is of no known format, or lacks required columns
     */
    public static RowSource ofResumes(Path path, ColumnNames columns, DocumentLimits limits) {
        ColumnMatcher matcher = ColumnMatcher.ofResumes(columns);
        if (!matcher.explicit().isEmpty() || matcher.encoding() != null) {
            return open(path, matcher);
        }
        DocumentFiles documents = documents(path, limits);
        if (documents != null) {
            return ofDocuments(path, documents, limits);
        }
        try {
            return open(path, matcher);
        } catch (InputException e) {
            if (!isNamedAsText(path)) {
                throw e;
            }
            return ofDocuments(path, DocumentFiles.single(path), limits);
        }
    }

    private static @Nullable DocumentFiles documents(Path path, DocumentLimits limits) {
        try {
            return DocumentFiles.at(path, limits);
        } catch (IOException e) {
            throw InputException.of(path, e);
        } catch (InputException e) {
            throw new InputException(path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens the documents of a folder, and then those that are new or change there. The source waits for them, and ends
     * when it is stopped.
     *
     * @param stopped asked ten times a second
     * @throws InputException if it is no folder
     */
    public static RowSource following(Path folder, DocumentLimits limits, BooleanSupplier stopped) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + " is no folder that could be followed; name one");
        }
        return ofDocuments(folder, DocumentFiles.following(folder, limits, stopped), limits);
    }

    private static RowSource ofDocuments(Path path, DocumentFiles documents, DocumentLimits limits) {
        return new RowSource(path.toString(), new DocumentRows(documents, limits), null, -1);
    }

    /** Text without a table's header may be prose; only its name can tell. */
    private static boolean isNamedAsText(Path path) {
        return Files.isRegularFile(path) && TEXT_NAMES.matcher(path.toString()).matches();
    }

    /**
     * Opens a stream of resumes, which is closed with the source or if it can't be opened.
     *
     * @param name for messages
     * @throws InputException if it can't be read, is of no known format, or lacks required columns
     */
    public static RowSource ofResumes(InputStream stream, String name, ColumnNames columns) {
        return open(stream, name, null, -1, ColumnMatcher.ofResumes(columns));
    }

    /**
     * Opens a file of resumes, or standard input for {@code -}, to read nothing but the skills: no names, contacts or
     * texts.
     *
     * @param column the user's name for the column; null for the usual ones
     * @throws InputException if it can't be read, is of no known format, or has no such column
     */
    public static RowSource ofSkills(Path fileOrDash, @Nullable String column) {
        return open(fileOrDash, ColumnMatcher.ofSkills(column));
    }

    /**
     * Opens a file of people's answers, or standard input for {@code -}. In tables, an apostrophe before a text that
     * begins with {@code = + - @} is left out.
     *
     * @throws InputException if it can't be read, is of no known format, or has no columns for resumeId and role
     */
    public static RowSource ofAnswers(Path fileOrDash) {
        return open(fileOrDash, ColumnMatcher.ofAnswers());
    }

    /**
     * Opens a file of job postings, or standard input for {@code -}.
     *
     * @throws InputException if it can't be read, is of no known format, or lacks required columns
     */
    public static RowSource ofJobs(Path fileOrDash, JobColumns columns) {
        return open(fileOrDash, ColumnMatcher.ofJobs(columns));
    }

    /**
     * Opens a stream of job postings, which is closed with the source or if it can't be opened.
     *
     * @param name for messages
     * @throws InputException if it can't be read, is of no known format, or lacks required columns
     */
    public static RowSource ofJobs(InputStream stream, String name, JobColumns columns) {
        return open(stream, name, null, -1, ColumnMatcher.ofJobs(columns));
    }

    /**
     * Opens a file of feedback on recommendations, or standard input for {@code -}.
     *
     * @throws InputException if it can't be read, is of no known format, or has no columns for resumeId, jobId and
     *     action
     */
    public static RowSource ofFeedback(Path fileOrDash) {
        return ofFeedback(fileOrDash, null);
    }

    /**
     * Opens a file of feedback in an encoding that the user named.
     *
     * @param encoding null to find it out
     * @see #ofFeedback(Path)
     */
    public static RowSource ofFeedback(Path fileOrDash, @Nullable Charset encoding) {
        return open(fileOrDash, ColumnMatcher.ofFeedback(encoding));
    }

    /**
     * Opens a file of graded pairs, or standard input for {@code -}.
     *
     * @throws InputException if it can't be read, is of no known format, or has no columns for resumeId, jobId and
     *     grade
     */
    public static RowSource ofGrades(Path fileOrDash) {
        return open(fileOrDash, ColumnMatcher.ofGrades());
    }

    private static RowSource open(Path fileOrDash, ColumnMatcher matcher) {
        if (fileOrDash.equals(STANDARD_INPUT)) {
            return open(System.in, "standard input", null, -1, matcher);
        }
        String name = fileOrDash.toString();
        if (Files.isDirectory(fileOrDash)) {
            throw new InputException(name + " is a directory; name a file in it"
                    + (matcher.layout() == Layout.RESUMES
                            ? ", or omit the options for columns to read documents"
                            : ""));
        }
        try {
            boolean regular = Files.isRegularFile(fileOrDash);
            long bytes = regular ? Files.size(fileOrDash) : -1;
            InputStream stream = Files.newInputStream(fileOrDash);
            return open(stream, name, regular ? fileOrDash : null, bytes, matcher);
        } catch (IOException e) {
            throw InputException.of(fileOrDash, e);
        }
    }

    private static RowSource open(
            InputStream stream, String name, @Nullable Path file, long bytes, ColumnMatcher matcher) {
        ProgressStream progress = new ProgressStream(stream);
        boolean succeeded = false;
        try {
            HeadStream head = HeadStream.of(progress);
            RowSource opened;
            if (file != null && Formats.isParquet(head.head())) {
                DuckDb.closeQuietly(progress);
                opened = new RowSource(name, ParquetRows.open(file, matcher), null, -1);
            } else {
                opened = new RowSource(name, Formats.open(head, matcher), progress, bytes);
            }
            succeeded = true;
            return opened;
        } catch (IOException e) {
            throw new InputException(name + " can't be read: " + InputException.reason(e), e);
        } catch (InputException e) {
            throw new InputException(name + ": " + e.getMessage(), e);
        } finally {
            if (!succeeded) {
                DuckDb.closeQuietly(progress);
            }
        }
    }

    /** @throws InputException if the rest can't be read; the message names the last row that was */
    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended = next == null;
        }
        return next != null;
    }

    /** @throws InputException if the rest can't be read; the message names the last row that was */
    @Override
    public Row next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException(name + " has no more rows");
        }
        Row row = next;
        next = null;
        return row;
    }

    private @Nullable Row read() {
        try {
            Row row = rows.read();
            rowsRead += row == null ? 0 : 1;
            return row;
        } catch (IOException e) {
            throw failure(InputException.reason(e), e);
        } catch (InputException e) {
            throw failure(String.valueOf(e.getMessage()), e);
        }
    }

    private InputException failure(String problem, Exception cause) {
        ended = true;
        String place = rowsRead == 0 ? "at the first row" : "after row " + rowsRead;
        return new InputException(name + ": " + place + ": " + problem, cause);
    }

    /**
     * Says that what was read could not be used for a reason that may pass. A folder that is followed gives the
     * document again after a pause; other sources do nothing. Any thread may call it.
     */
    public void failed(String id) {
        rows.failed(id);
    }

    /** Before unpacking; 0 for Parquet. */
    public long bytesRead() {
        return progress == null ? 0 : progress.bytesRead();
    }

    /** -1 for a pipe or Parquet. */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * The names of the input's columns, if they are kept. JSON has no header: there they are those of the first row,
     * and of further ones as far as was read ahead.
     */
    public List<String> columnNames() {
        return rows.columnNames();
    }

    /** -1 if unknown before reading. */
    public long totalRows() {
        return rows.totalRows();
    }

    private void report(UnusualTimes.Kind kind, long count) {
        Finding finding = kind.finding();
        LOG.warn(
                "{}: {} of {} is {}",
                name,
                kind.field().label(),
                Counted.of(count, "row"),
                switch (finding) {
                    case IN_FUTURE ->
                        kind.field() == Field.OPEN_UNTIL
                                ? "too far in the future, and was left out"
                                : "more than a day in the future, and was left out";
                    case BEFORE_2000 -> "before 2000, and was left out";
                    default -> "in " + finding.code() + " since 1970, and was converted";
                });
    }

    /** @throws InputException if the file can't be closed */
    @Override
    public void close() {
        if (!closed) {
            rows.draft().unusualTimes().counts().forEach(this::report);
        }
        closed = true;
        ended = true;
        next = null;
        try {
            rows.close();
        } catch (IOException e) {
            throw new InputException(name + " can't be closed: " + InputException.reason(e), e);
        }
    }
}
