package io.rolestream.stream.waiting;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.files.columns.InputColumns;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.write.LabelLine;
import io.rolestream.files.write.LabelOutput;
import io.rolestream.schemas.resume.ResumeReader;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of a file through the stack and writes their labels in the order of the rows.
 *
 * <p>Three threads: one reads and sends rows, one receives answers, and the caller writes. A queue of at most
 * {@link #WINDOW} rows between reading and writing bounds the memory: reading waits when writing, or the cluster, is
 * behind.
 */
public final class LabelRun {
    /** Rows between reading and writing: enough to keep the stream busy, some 20 MB. */
    private static final int WINDOW = 20_000;

    private static final long LOOK_MS = 100;

    /** Where rows keep all their columns. */
    private static final int SMALL_WINDOW = 1_000;

    /** One row in the queue; a null answer marks the end. */
    private record Slot(
            @Nullable CompletableFuture<LabelLine> answer,
            @Nullable BadRow badRow,
            long rowNumber,
            InputColumns columns) {
        static final Slot END = new Slot(null, null, 0, InputColumns.NONE);
    }

    private final Iterator<Row> rows;
    private final LabelOutput output;
    private final Duration patience;
    private final Consumer<BadRow> onBadRow;
    private final BlockingQueue<Slot> queue;
    private final PendingLabels inFlight = new PendingLabels();
    private final LabelSummary summary = new LabelSummary();
    private volatile @Nullable Throwable failure;
    private volatile boolean stopped;

    /**
     * @param keepsColumns whether rows keep all their columns, which takes memory
     * @param patience how long to wait for the next answer
     */
    public LabelRun(
            Iterator<Row> rows,
            boolean keepsColumns,
            LabelOutput output,
            Duration patience,
            Consumer<BadRow> onBadRow) {
        this.queue = new ArrayBlockingQueue<>(keepsColumns ? SMALL_WINDOW : WINDOW);
        this.rows = rows;
        this.output = output;
        this.patience = patience;
        this.onBadRow = onBadRow;
    }

    /** @throws CommandFailedException if no answer arrives in time */
    public LabelSummary run(Cluster cluster, ResumeReader resumes) throws InterruptedException {
        AnswerReader answers = new AnswerReader(cluster, inFlight);
        CommittedReader reader = new CommittedReader(cluster.clients(), answers.sources(), From.END, false, answers);
        try (ResumeSender sender = new ResumeSender(cluster, resumes)) {
            Thread receiving = start("label-answers", reader);
            Thread sending = start("label-rows", () -> send(sender));
            try {
                write(answers);
            } finally {
                stopped = true;
                sending.interrupt();
                sending.join();
                reader.close();
                receiving.join();
            }
        }
        return summary;
    }

    private void send(ResumeSender sender) {
        try {
            while (!stopped && rows.hasNext()) {
                queue.put(slot(rows.next(), sender));
            }
            queue.put(Slot.END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Slot slot(Row row, ResumeSender sender) {
        if (row instanceof BadRow bad) {
            return new Slot(
                    CompletableFuture.completedFuture(LabelLine.failed(bad.idOrNumber(), bad.problem())),
                    bad,
                    bad.rowNumber(),
                    bad.columns());
        }
        return new Slot(sender.sendForLabel(((ResumeRow) row).event(), inFlight), null, row.rowNumber(), row.columns());
    }

    private void write(AnswerReader answers) throws InterruptedException {
        while (!output.isReaderGone()) {
            Slot slot = queue.poll();
            if (slot == null) {
                output.flush();
                slot = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
            }
            if (slot == null) {
                throwFailure();
            } else if (slot.answer() == null) {
                return;
            } else {
                LabelLine line = await(slot.answer(), answers);
                if (slot.badRow() != null) {
                    onBadRow.accept(slot.badRow());
                }
                summary.count(line, slot.badRow() != null);
                output.write(line.withRow(slot.rowNumber()), slot.columns());
            }
        }
    }

    private LabelLine await(CompletableFuture<LabelLine> answer, AnswerReader answers) throws InterruptedException {
        long since = System.nanoTime();
        if (!answer.isDone()) {
            output.flush();
        }
        while (true) {
            try {
                return answer.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (TimeoutException e) {
                throwFailure();
                if (System.nanoTime() - Math.max(since, answers.lastAnswerAt()) > patience.toNanos()) {
                    throw new CommandFailedException("no label arrived for " + patience.toSeconds()
                            + " s; is the labelling service running (`rolestream stream`) on these topics?");
                }
            }
        }
    }

    private void throwFailure() {
        Throwable cause = failure;
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (cause != null) {
            throw new IllegalStateException(cause);
        }
    }

    private Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, cause) -> failure = cause);
        thread.start();
        return thread;
    }
}
