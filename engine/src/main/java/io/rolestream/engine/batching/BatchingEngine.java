package io.rolestream.engine.batching;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.ProcessEndsException;
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
 * Computes the sequences of any number of callers together, on its own threads. Callers interpret the rows, so one
 * engine serves every task: classifying, scoring pairs, embedding.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>The future of every request that {@link #submit} accepts is completed.
 *   <li>Each batch holds the sequence that has waited longest; a batch never waits to fill up ({@link SequenceQueue}).
 *   <li>A sequence that cannot be computed fails alone; if memory runs out, batches become smaller; if even a valid
 *       sequence fails, the engine is {@link #broken} and all requests fail ({@link BatchRunner}).
 *   <li>Closing computes what waits. When the process ends, batches in progress finish and all other requests fail.
 * </ul>
 */
public final class BatchingEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchingEngine.class);

    /** Longer than any batch takes. */
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
     * @param name prefix of the threads' names
     * @param probe a short sequence that computes unless the engine is broken
     * @param longest the most tokens of a sequence
     * @param free frees the encoder and its resources; called once, after the last computation or if the threads cannot
     *     be started, but not when the process ends
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
     * Completes only if the engine breaks, so that this process can compute nothing any more. Dependent actions run on
     * a thread of their own and may close the engine or end the process.
     */
    public CompletableFuture<EngineBrokenException> broken() {
        return broken;
    }

    /**
     * Computes the sequences of a request in the background, and waits while the queue is full. Actions that depend on
     * the result run on a compute thread and should be short.
     *
     * @param sequences at least one; they may be computed in different batches
     * @param toResult makes the result from one row per sequence, in order; runs on a compute thread
     * @return fails as one of the sequences did, with {@link EngineBrokenException} if nothing can be computed any
     *     more, or with {@link EngineClosedException} if the process ends first
     * @throws EngineClosedException if the engine is closed
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

    public InferenceStatistics statistics() {
        return counters.statistics();
    }

    /**
     * Sets the only listener to batches.
     *
     * @param listener is called on the compute threads, so it must be short and must not fail
     */
    public void onBatch(Consumer<ComputedBatch> listener) {
        counters.listener(listener);
    }

    /** How many tokens wait now; takes no lock. */
    public long waitingTokens() {
        return queue.tokens();
    }

    /** The most tokens in a batch: the configured budget, or less after the device ran out of memory. */
    public int batchTokens() {
        return queue.batchTokens();
    }

    public int workers() {
        return workers.size();
    }

    private void stopBroken(EngineBrokenException failure) {
        if (queue.end(failure)) {
            try {
                LOG.error("{}; nothing is computed any more", failure.getMessage(), failure);
                broken.completeAsync(() -> failure, task -> new Thread(task, name + "-broken").start());
            } catch (OutOfMemoryError e) { // perhaps no thread can be created
                broken.complete(failure);
            }
        }
    }

    /**
     * Lets the workers finish only their current batches when the process ends: exiting frees PyTorch's state and
     * crashes if it is in use. All remaining requests fail.
     */
    void stopForExit() {
        EngineClosedException cause = new EngineClosedException(new ProcessEndsException());
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
     * Computes what waits, then frees the model. Later requests are refused. Closing again does nothing.
     *
     * @throws IllegalStateException on a compute thread, which would wait for itself
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
