package io.rolestream.engine.batching;

import io.rolestream.engine.batching.SequenceQueue.Waiting;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.torch.Torch;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread that computes batches until the queue ends. When it ends, every sequence it took is completed or failed. */
final class ComputeThread {
    private final SequenceQueue queue;
    private final BatchRunner runner;
    private final int threads;
    private final Consumer<EngineBrokenException> whenBroken;
    private final Thread thread;
    private volatile @Nullable RunningBatch current;

    /**
     * @param threads how many threads compute a batch
     * @param whenBroken is called on this thread before its sequences fail; several workers may report the same
     */
    ComputeThread(
            String name,
            SequenceQueue queue,
            BatchRunner runner,
            int threads,
            Consumer<EngineBrokenException> whenBroken) {
        this.queue = queue;
        this.runner = runner;
        this.threads = threads;
        this.whenBroken = whenBroken;
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void work() {
        try {
            Torch.prepareThread(threads);
            for (List<Waiting> taken = queue.take(); taken != null; taken = queue.take()) {
                RunningBatch batch = runner.open(taken);
                current = batch;
                runner.run(batch);
                current = null;
            }
        } catch (EngineClosedException | ProcessEndsException e) {
            failCurrent(e);
        } catch (EngineBrokenException e) {
            stop(e);
        } catch (RuntimeException | Error e) {
            stop(new EngineBrokenException("the engine cannot compute: " + e, e));
        }
    }

    private void stop(EngineBrokenException broken) {
        try {
            whenBroken.accept(broken);
        } finally {
            failCurrent(broken);
        }
    }

    /** Fails the sequences of its batch that have no result. */
    void failCurrent(RuntimeException cause) {
        RunningBatch batch = current;
        if (batch != null) {
            batch.fail(cause);
        }
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    void join() throws InterruptedException {
        thread.join();
    }

    /** Waits at most so long for it to end; 0 or less returns immediately. */
    void join(long millis) throws InterruptedException {
        if (millis > 0) {
            thread.join(millis);
        }
    }
}
