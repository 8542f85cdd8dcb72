package io.rolestream.cli.options;

import io.rolestream.cli.support.Progress;
import io.rolestream.common.config.Settings;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.read.RowSource;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for a file of resumes. */
public final class InputOptions {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "JSONL, a JSON array, CSV, TSV or Parquet, gzipped or not; or resumes that are documents (PDF,"
                            + " DOCX, ODT, RTF, HTML, text): one, or a folder or ZIP archive of them. The format is detected"
                            + " from the content. - reads standard input.")
    private Path file = Path.of("-");

    @ArgGroup(
            validate = false,
            heading = "%nColumns (found by name: resumeId or id, skills, text or resume, and similar):%n",
            order = 5)
    private NamedColumns columns = new NamedColumns();

    private static final class NamedColumns {
        @Option(
                names = "--id-column",
                paramLabel = "NAME",
                description = "Column with the resume's id. Rows without an id get one derived from their content.",
                order = 1)
        private @Nullable String id;

        @Option(names = "--skills-column", paramLabel = "NAME", description = "Column with the skills.", order = 2)
        private @Nullable String skills;

        @Option(names = "--text-column", paramLabel = "NAME", description = "Column with the full text.", order = 3)
        private @Nullable String text;
    }

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Encoding of a file of text, such as GB18030; by default, UTF-8, or what the content shows.",
            order = 3)
    private @Nullable Charset encoding;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error; by default, only on a terminal.",
            order = 4)
    private @Nullable Boolean progress;

    public RowSource open() {
        return RowSource.ofResumes(file, columns(null));
    }

    /** With the settings' limits for documents. */
    public RowSource open(Settings settings) {
        return open(settings, false);
    }

    /** @param keepsAll whether rows keep all columns of the input */
    public RowSource open(Settings settings, boolean keepsAll) {
        ColumnNames names = columns(null);
        return RowSource.ofResumes(file, keepsAll ? names.keepingAll() : names, DocumentConfig.limits(settings));
    }

    /** Whether the user named the column of the ids. */
    public boolean namesIdColumn() {
        return columns.id != null;
    }

    /** The documents of the folder, and those that are new or change there until it is stopped. */
    public RowSource follow(Settings settings, BooleanSupplier stopped) {
        return RowSource.following(file, DocumentConfig.limits(settings), stopped);
    }

    /** @param title the user's name for the title's column; null for the usual ones */
    public RowSource openJobs(@Nullable String title) {
        return RowSource.ofJobs(
                file,
                OptionValues.of(
                        "--id-column, --title-column, --skills-column, --text-column",
                        () -> new JobColumns(columns.id, title, columns.skills, columns.text, null, encoding)));
    }

    public RowSource openFeedback() {
        return RowSource.ofFeedback(file, encoding);
    }

    /** Whether the user named a column. */
    public boolean namesColumns() {
        return columns.id != null || columns.skills != null || columns.text != null;
    }

    public Path file() {
        return file;
    }

    /** @param role the column of the right roles; null if they are not read */
    public ColumnNames columns(@Nullable String role) {
        return OptionValues.of(
                "--id-column, --skills-column, --text-column",
                () -> new ColumnNames(columns.id, columns.skills, columns.text, role, encoding));
    }

    public String name() {
        return name(file);
    }

    /** A file's name, for messages. */
    public static String name(Path file) {
        return file.toString().equals("-") ? "standard input" : String.valueOf(file.getFileName());
    }

    public boolean showsProgress() {
        return Progress.isShown(progress);
    }
}
