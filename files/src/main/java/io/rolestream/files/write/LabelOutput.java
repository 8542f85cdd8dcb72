package io.rolestream.files.write;

import io.rolestream.common.text.PrintableStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes labels to a file or standard output.
 *
 * <p>A file appears under its name only with {@link #finish}; closed without it, nothing is left. Standard output, a
 * pipe and a device get what was written so far in any case. If their reader ends ({@code rolestream label ... |
 * head}), that is no failure: {@link #isReaderGone} says so, and further output is dropped.
 *
 * <p>For one thread.
 */
public final class LabelOutput implements AutoCloseable {
    /** Set by the start script; a file or a pipe gets the texts as they are. */
    private static final boolean TERMINAL = Boolean.getBoolean("rolestream.stdout.terminal");

    private final String name;
    private final Target target;
    private final LabelWriter writer;
    private boolean readerGone;
    private boolean finished;
    private boolean failed;

    private LabelOutput(String name, Target target, OutputFormat format, CsvText csv) {
        this.name = name;
        this.target = target;
        try {
            this.writer = LabelWriter.of(format, new KeptOpenStream(target.stream()), csv);
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
        return file == null
                ? open(format, csv, standardOutput(format), "standard output")
                : new LabelOutput(file.toString(), Target.of(file), format, csv);
    }

    private static OutputStream standardOutput(OutputFormat format) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        return TERMINAL && format != OutputFormat.AVRO ? new PrintableStream(out) : out;
    }

    /** Writes to a stream, which is never closed; the name is for messages. */
    public static LabelOutput open(OutputFormat format, CsvText csv, OutputStream stream, String name) {
        return new LabelOutput(name, Target.of(stream), format, csv);
    }

    /** @throws OutputException if it can't be written */
    public void write(LabelLine line) {
        attempt(() -> writer.write(line));
    }

    /**
     * Passes everything written so far to the reader, before the next label takes a while.
     *
     * @throws OutputException if it can't be written
     */
    public void flush() {
        attempt(this::flushAll);
    }

    /** Whether the reader has closed the pipe. */
    public boolean isReaderGone() {
        return readerGone;
    }

    /**
     * Completes the output; a file gets its name. Call it once, after the last label.
     *
     * @throws OutputException if it can't be written
     */
    public void finish() {
        attempt(() -> {
            writer.close();
            target.stream().flush();
            target.commit();
            finished = true;
        });
    }

    /** Without {@link #finish}, a file is dropped, and anything else gets what was written. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        finished = true;
        if (target.isFile()) {
            failed = true;
            attemptAnyway(target::discard);
        } else if (!failed) {
            attempt(this::flushAll);
        }
    }

    private void flushAll() throws IOException {
        writer.flush();
        target.stream().flush();
    }

    private void attempt(Step step) {
        if (!readerGone) {
            attemptAnyway(step);
        }
    }

    private void attemptAnyway(Step step) {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            failed(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException problem) {
        if (!target.isFile() && isBrokenPipe(problem)) {
            readerGone = true;
            return;
        }
        failed = true;
        throw new OutputException(name + " can't be written: " + problem.getMessage(), problem);
    }

    private static boolean isBrokenPipe(IOException problem) {
        String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe")
                || message.contains("pipe is being closed")
                || message.contains("pipe has been ended")
                || message.contains("pipe closed");
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
