package io.rolestream.files.write;

import io.rolestream.files.columns.InputColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes labels to a file or standard output, as {@link GuardedTarget} says.
 *
 * <p>For one thread.
 */
public final class LabelOutput implements AutoCloseable {
    private final GuardedTarget target;
    private final LabelWriter writer;

    private LabelOutput(String name, Target target, OutputFormat format, CsvText csv, KeptColumns kept) {
        this.target = new GuardedTarget(name, target);
        try {
            this.writer = LabelWriter.of(format, this.target.stream(), csv, kept);
        } catch (IOException | UncheckedIOException e) {
            throw new OutputException(name + " can't be written: " + e.getMessage(), e);
        }
    }

    /**
     * @param csv how texts are written in the format CSV
     * @param file null for standard output
     * @throws OutputException if the file can't be created
     */
    public static LabelOutput open(OutputFormat format, CsvText csv, @Nullable Path file) {
        return open(format, csv, KeptColumns.NONE, file);
    }

    /**
     * An output that also has columns of the input, except in the format Avro.
     *
     * @see #open(OutputFormat, CsvText, Path)
     */
    public static LabelOutput open(OutputFormat format, CsvText csv, KeptColumns kept, @Nullable Path file) {
        return file == null
                ? new LabelOutput(
                        "standard output",
                        Target.of(Target.standardOutput(format != OutputFormat.AVRO)),
                        format,
                        csv,
                        kept)
                : new LabelOutput(file.toString(), Target.of(file), format, csv, kept);
    }

    /** Writes to a stream, which is never closed; the name is for messages. */
    public static LabelOutput open(OutputFormat format, CsvText csv, OutputStream stream, String name) {
        return new LabelOutput(name, Target.of(stream), format, csv, KeptColumns.NONE);
    }

    /** @throws OutputException if it can't be written */
    public void write(LabelLine line) {
        write(line, InputColumns.NONE);
    }

    /**
     * Writes a label with the columns of its row, as far as they are kept.
     *
     * @throws OutputException if it can't be written
     */
    public void write(LabelLine line, InputColumns columns) {
        target.attempt(() -> writer.write(line, columns.values()));
    }

    /**
     * Passes everything written so far to the reader, before the next label takes a while.
     *
     * @throws OutputException if it can't be written
     */
    public void flush() {
        target.flush(writer::flush);
    }

    /** Whether the reader has closed the pipe. */
    public boolean isReaderGone() {
        return target.isReaderGone();
    }

    /**
     * Completes the output; a file gets its name. Call it once, after the last label.
     *
     * @throws OutputException if it can't be written
     */
    public void finish() {
        target.finish(writer::close);
    }

    /** Without {@link #finish}, a file is dropped, and anything else gets what was written. */
    @Override
    public void close() {
        target.close(writer::flush);
    }
}
