package io.rolestream.files.inference;

import io.rolestream.common.text.Counted;
import io.rolestream.engine.batching.InferenceStatistics;
import io.rolestream.engine.precision.Calibration;
import io.rolestream.engine.task.ModelTask;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model on the rows of a file and writes the results in the order of the rows. Rows without a result are
 * reported on standard error.
 *
 * @param <R> a row's result
 */
public final class FileRun<R> {
    /** Rows in flight; enough for any batch. */
    private static final int IN_FLIGHT = 4_096;

    private final ModelTask model;
    private final BiConsumer<String, R> writer;
    private final PrintWriter err;
    private final LongSupplier tokens;
    private final Queue<Pending<R>> pending = new ArrayDeque<>();

    /** @param writer receives a row's id and result */
    public FileRun(ModelTask model, BiConsumer<String, R> writer, PrintWriter err) {
        this(model, writer, err, () -> model.statistics().tokens());
    }

    /** @param tokens counts those that the summary names; for models that write tokens beside reading them */
    FileRun(ModelTask model, BiConsumer<String, R> writer, PrintWriter err, LongSupplier tokens) {
        this.model = model;
        this.writer = writer;
        this.err = err;
        this.tokens = tokens;
    }

    /** Submits a row to the model. */
    @FunctionalInterface
    public interface Submission<R> {
        /** Null if the row lacks what the model reads. */
        @Nullable
        CompletableFuture<R> submit(ResumeRow row) throws InterruptedException;
    }

    private record Pending<R>(String id, CompletableFuture<R> result) {}

    /**
     * Computes all rows.
     *
     * @param noun for a row in the summary, in the singular; its plural ends in s
     * @param lacking the message for a row without input
     */
    public void run(Iterator<Row> rows, String noun, String lacking, Submission<R> submission)
            throws InterruptedException {
        Calibration calibration = model.calibration();
        tell("computing with " + (calibration == null ? model.compute() : calibration.explanation()));
        long start = System.nanoTime();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row instanceof BadRow bad) {
                tell(bad.problem());
            } else if (row instanceof ResumeRow given) {
                submit(given, lacking, submission);
            } else {
                throw new AssertionError(row.getClass());
            }
        }
        while (!pending.isEmpty()) {
            writeOldest();
        }
        summarize(noun, (System.nanoTime() - start) / 1e9);
    }

    private void submit(ResumeRow row, String lacking, Submission<R> submission) throws InterruptedException {
        CompletableFuture<R> result = submission.submit(row);
        if (result == null) {
            tell("row " + row.rowNumber() + ": " + lacking);
            return;
        }
        if (pending.size() == IN_FLIGHT) {
            writeOldest();
        }
        pending.add(new Pending<>(row.resumeId(), result));
    }

    private void writeOldest() {
        Pending<R> oldest = pending.remove();
        writer.accept(oldest.id(), oldest.result().join());
    }

    private void summarize(String noun, double seconds) {
        InferenceStatistics done = model.statistics();
        tell(String.format(
                Locale.ROOT,
                "%s, %s in %s, %.1f s, %.0f %ss/s",
                Counted.of(done.sequences(), noun),
                Counted.of(tokens.getAsLong(), "token"),
                Counted.of(done.batches(), "batch", "batches"),
                seconds,
                done.sequences() / seconds,
                noun));
    }

    private void tell(String message) {
        err.println("rolestream: " + message);
        err.flush();
    }
}
