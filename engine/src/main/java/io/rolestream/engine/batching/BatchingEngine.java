package io.rolestream.engine.batching;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the sequences of any number of callers, together, on threads of its own. What a row means is the caller's
 * matter, so one engine serves every task: classifying, scoring pairs, embedding.
 *
 * <p>What it guarantees:
 *
 * <ul>
 *   <li>The future of every request that {@link #submit} takes is completed, whatever happens.
 *   <li>Each batch holds the sequence that has waited longest; a batch never waits to fill up ({@link SequenceQueue}).
 *   <li>A sequence that cannot be computed fails alone; where memory is lacking, batches become smaller; where even a
 *       good sequence fails, the engine is {@link #broken} and all requests fail ({@link BatchRunner}).
 *   <li>Closing computes what waits. When the process ends, the batches in progress finish and all other requests fail.
 * </ul>
 */
public final class BatchingEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingEngine.class);

    /** More than any batch takes. */
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final SequenceQueue queue;
    private final ComputeCounters counters = new ComputeCounters();
    private final CompletableFuture<EngineBrokenException> broken = new CompletableFuture<>();
    private final List<ComputeThread> workers;
    private final Thread exitHook;
    private final Runnable free;
    private boolean freed;

    private BatchingEngine(
            String name, Encoder encoder, Batching batching, TokenSequence probe, int longest, Runnable free) {
        this.name = name;
        this.free = free;
        queue = new SequenceQueue(batching.batchTokens(), batching.queueTokens());
        BatchRunner runner = new BatchRunner(encoder, probe, longest, queue, counters);
        workers = IntStream.range(0, batching.workers())
                .mapToObj(i -> new ComputeThread(name + "-" + i, queue, runner, batching.threads(), this::stopBroken))
                .toList();
        exitHook = new Thread(this::stopForExit, name + "-exit");
    }

    /**
     * Starts the threads.
     *
     * @param name what the names of its threads begin with
     * @param encoder computes
     * @param probe a sequence that the model computes unless the engine is broken; the shorter, the better
     * @param longest the most tokens that a sequence has
     * @param free frees the encoder and what else is not needed any more; called once, when nothing is computed any
     *     more, also if the threads cannot be started, but not where the process ends
     */
    public static BatchingEngine start(
            String name, Encoder encoder, Batching batching, TokenSequence probe, int longest, Runnable free) {
        BatchingEngine engine = new BatchingEngine(name, encoder, batching, probe, longest, free);
        try {
            Runtime.getRuntime().addShutdownHook(engine.exitHook);
            engine.workers.forEach(ComputeThread::start);
            return engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Completes if the engine breaks, so that nothing can be computed in this process any more, and never otherwise.
     * What depends on it runs on a thread of its own and may close the engine or end the process.
     */
    public CompletableFuture<EngineBrokenException> broken() {
        return broken;
    }

    /**
     * Computes the sequences of a request in the background. Waits where too much is waiting already. What depends on
     * the result runs on a thread that computes, and should be short.
     *
     * @param sequences at least one; they may be computed in different batches
     * @param toResult makes the result of one row for each sequence, in their order; runs on a thread that computes
     * @return fails with what the computation of one of the sequences failed with, with {@link EngineBrokenException}
     *     if nothing can be computed any more, with {@link EngineClosedException} if the process ends before; it is
     *     completed in any case
     * @throws EngineClosedException if the engine is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public <R> CompletableFuture<R> submit(List<TokenSequence> sequences, Function<List<float[]>, R> toResult)
            throws InterruptedException {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("a request without sequences");
        }
        PendingRequest<R> request = new PendingRequest<>(sequences.size(), toResult);
        List<SequenceQueue.Waiting> waiting = new ArrayList<>(sequences.size());
        for (int i = 0; i < sequences.size(); i++) {
            waiting.add(new SequenceQueue.Waiting(sequences.get(i), request, i));
        }
        try {
            queue.add(waiting);
        } catch (EngineBrokenException e) {
            request.fail(e);
        }
        return request.result();
    }

    /** What was computed until now. */
    public InferenceStatistics statistics() {
        return counters.statistics();
    }

    /**
     * Sets the listener, the only one, that is called after each batch from now on.
     *
     * @param listener is called on the threads that compute, so it has to be short, and must not fail
     */
    public void onBatch(Consumer<ComputedBatch> listener) {
        counters.listener(listener);
    }

    /** How many tokens wait now; costs no lock. */
    public long waitingTokens() {
        return queue.tokens();
    }

    /** The most tokens that a batch has now: the configured budget, or less since the device ran out of memory. */
    public int batchTokens() {
        return queue.batchTokens();
    }

    /** How many batches are computed at once. */
    public int workers() {
        return workers.size();
    }

    private void stopBroken(EngineBrokenException failure) {
        if (queue.end(failure)) {
            try {
                LOG.error("{}; nothing is computed any more", failure.getMessage(), failure);
                broken.completeAsync(() -> failure, task -> new Thread(task, name + "-broken").start());
            } catch (OutOfMemoryError e) { // perhaps there is no thread to be had either
                broken.complete(failure);
            }
        }
    }

    /**
     * Lets the workers finish what they are computing when the process is told to end, and no more: a process that
     * exits frees PyTorch's own state, and crashes if it is in use. All requests that are left fail.
     */
    void stopForExit() {
        EngineClosedException cause = new EngineClosedException("the process ends");
        queue.end(cause);
        long end = System.nanoTime() + EXIT_PATIENCE.toNanos();
        try {
            for (ComputeThread worker : workers) {
                worker.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(worker -> worker.failCurrent(cause));
    }

    /**
     * Computes what waits, then frees the model. Requests that come later are refused. Closing again does nothing.
     *
     * @throws IllegalStateException on a thread of the engine's own, as in what depends on a result: it would wait for
     *     itself
     */
    @Override
    public void close() {
        if (workers.stream().anyMatch(ComputeThread::isCurrentThread)) {
            throw new IllegalStateException("a model cannot be closed by a thread that computes for it");
        }
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            return; // the process ends, and frees everything
        }
        queue.close();
        joinWorkers();
        freeOnce();
    }

    private void joinWorkers() {
        boolean interrupted = false;
        for (ComputeThread worker : workers) {
            boolean ended = false;
            while (!ended) {
                try {
                    worker.join();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void freeOnce() {
        if (!freed) {
            freed = true;
            free.run();
        }
    }
}
