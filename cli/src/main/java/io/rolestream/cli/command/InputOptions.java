package io.rolestream.cli.command;

import io.rolestream.cli.Terminal;
import io.rolestream.cli.input.ColumnNames;
import io.rolestream.cli.input.ResumeSource;
import io.rolestream.config.ConfigurationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of resumes that a command reads, and how. */
final class InputOptions {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "JSONL, JSON array, CSV, TSV or Parquet (found by content), gzipped or not; - reads standard input.")
    private Path file = Path.of("-");

    @Option(names = "--id-column", paramLabel = "NAME", description = "Column with the resume's id.")
    private @Nullable String idColumn;

    @Option(names = "--skills-column", paramLabel = "NAME", description = "Column with the skills.")
    private @Nullable String skillsColumn;

    @Option(names = "--text-column", paramLabel = "NAME", description = "Column with the resume's text.")
    private @Nullable String textColumn;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error; by default when that is a terminal.")
    private @Nullable Boolean progress;

    ResumeSource open() {
        try {
            return ResumeSource.open(file, new ColumnNames(idColumn, skillsColumn, textColumn));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--id-column, --skills-column, --text-column: " + e.getMessage(), e);
        }
    }

    String name() {
        return file.toString().equals("-")
                ? "standard input"
                : file.getFileName().toString();
    }

    boolean showsProgress() {
        return progress == null ? Terminal.isInteractive() : progress;
    }
}
