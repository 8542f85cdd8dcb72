package io.rolestream.engine.precision;

import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.torch.Torch;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Computes batches on as many threads as a model will have workers, before it has any. */
final class ParallelPasses implements AutoCloseable {
    private final int workers;
    private final int threads;
    private final ExecutorService pool;

    ParallelPasses(Batching batching) {
        workers = batching.workers();
        threads = batching.threads();
        pool = Executors.newFixedThreadPool(workers);
    }

    int workers() {
        return workers;
    }

    /** The nanoseconds that all workers take for one batch each, in parallel. */
    long nanos(Encoder encoder, PackedSequences batch) {
        long start = System.nanoTime();
        rows(encoder, Collections.nCopies(workers, batch));
        return System.nanoTime() - start;
    }

    /**
     * The row of each sequence, batch after batch.
     *
     * @throws io.rolestream.engine.torch.TorchException if the encoder fails
     */
    List<float[]> rows(Encoder encoder, List<PackedSequences> batches) {
        List<CompletableFuture<List<float[]>>> results = batches.stream()
                .map(batch -> CompletableFuture.supplyAsync(() -> compute(encoder, batch), pool))
                .toList();
        // All must end before the encoder may be closed, even if one fails.
        CompletableFuture<Void> all = CompletableFuture.allOf(results.toArray(CompletableFuture[]::new));
        try {
            all.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
        return results.stream().flatMap(result -> result.join().stream()).toList();
    }

    private List<float[]> compute(Encoder encoder, PackedSequences batch) {
        Torch.prepareThread(threads);
        return List.of(encoder.compute(batch));
    }

    private static RuntimeException unwrapped(CompletionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : e;
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
