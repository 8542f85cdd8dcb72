package io.rolestream.files.recommend;

import io.rolestream.files.write.CsvText;
import io.rolestream.files.write.GuardedTarget;
import io.rolestream.files.write.OutputException;
import io.rolestream.files.write.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes recommendations to a file or standard output, as {@link GuardedTarget} says. For one thread. */
public final class RecommendationOutput implements AutoCloseable {
    private final GuardedTarget target;
    private final RecommendationWriter writer;

    private RecommendationOutput(GuardedTarget target, RecommendationWriter writer) {
        this.target = target;
        this.writer = writer;
    }

    /**
     * Opens a file, or standard output for null.
     *
     * @throws OutputException if the file can't be created
     */
    public static RecommendationOutput open(
            RecommendationFormat format, Direction direction, CsvText csv, @Nullable Path file) {
        String name = file == null ? "standard output" : file.toString();
        GuardedTarget target = new GuardedTarget(name, Target.ofText(file));
        try {
            OutputStream stream = target.stream();
            return new RecommendationOutput(
                    target,
                    switch (format) {
                        case JSONL -> new JsonRecommendations(stream, direction);
                        case CSV -> new CsvRecommendations(stream, csv, direction);
                        case HTML -> new RecommendationPage(stream, direction);
                    });
        } catch (IOException | UncheckedIOException e) {
            throw new OutputException(name + " can't be written: " + e.getMessage(), e);
        }
    }

    /** @throws OutputException if it can't be written */
    public void write(Recommendations row) {
        target.attempt(() -> writer.write(row));
    }

    /** Whether the reader has closed the pipe. */
    public boolean isReaderGone() {
        return target.isReaderGone();
    }

    /** Passes everything written so far to the reader. */
    public void flush() {
        target.flush(writer::flush);
    }

    /** Completes the output; a file gets its name. Call it once, after the last row. */
    public void finish() {
        target.finish(writer::close);
    }

    /** Without {@link #finish}, a file is dropped, and anything else gets what was written. */
    @Override
    public void close() {
        target.close(writer::flush);
    }
}
