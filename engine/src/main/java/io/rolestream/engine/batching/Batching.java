package io.rolestream.engine.batching;

/**
 * How sequences are batched and computed.
 *
 * @param workers how many batches are computed at once; on a GPU one is enough
 * @param threads how many threads compute each batch
 * @param batchTokens the most tokens in a batch; a longer sequence is computed alone. More use the hardware better,
 *     fewer return sooner and take less memory
 * @param queueTokens how many tokens may wait before callers have to wait
 */
public record Batching(int workers, int threads, int batchTokens, int queueTokens) {
    private static final int BATCH_TOKENS = 2048;
    private static final int QUEUE_TOKENS = 1 << 18;
    private static final int MANY_CORES = 8;

    public Batching {
        check("workers", workers);
        check("threads", threads);
        check("tokens per batch", batchTokens);
        check("tokens that may wait", queueTokens);
    }

    /**
     * Uses all cores. A worker per core with one thread is a little faster than one worker with all threads; beyond
     * eight cores workers get more threads instead.
     */
    public static Batching defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        int workers = Math.min(cores, MANY_CORES);
        return new Batching(workers, cores / workers, BATCH_TOKENS, QUEUE_TOKENS);
    }

    private static void check(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, not " + value);
        }
    }
}
