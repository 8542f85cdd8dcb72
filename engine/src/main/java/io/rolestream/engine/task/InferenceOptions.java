package io.rolestream.engine.task;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.tokenizer.LongText;
import org.jspecify.annotations.Nullable;

/**
 * Options of inference.
 *
 * @param device that computes
 * @param precision number format; null for the fastest that agree with FP32, found by a short calibration when the
 *     model is loaded
 * @param workers batches computed in parallel, at least 1; on a GPU one is enough
 * @param threads threads per batch, at least 1
 * @param batchTokens maximum tokens per batch, except for a single longer text. Larger batches use the hardware
 *     better; smaller ones return sooner and need less memory
 * @param queueTokens tokens that may wait; beyond that, callers block
 * @param maxTokens tokens after which a text is truncated or split; null for the model's maximum
 * @param longText treatment of longer texts
 */
public record InferenceOptions(
        DeviceChoice device,
        @Nullable Precision precision,
        int workers,
        int threads,
        int batchTokens,
        int queueTokens,
        @Nullable Integer maxTokens,
        LongText longText) {
    private static final int BATCH_TOKENS = 2048;
    private static final int QUEUE_TOKENS = 1 << 18;
    private static final int MANY_CORES = 8;

    public InferenceOptions {
        check("workers", workers);
        check("threads", threads);
        check("tokens per batch", batchTokens);
        check("tokens that may wait", queueTokens);
    }

    /**
     * All cores, calibrated, the head of long texts. A worker per core, each with one thread, is a little faster than one worker with
     * all of them; beyond eight cores workers get more threads instead.
     */
    public static InferenceOptions defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        int workers = Math.min(cores, MANY_CORES);
        return new InferenceOptions(
                DeviceChoice.AUTO, null, workers, cores / workers, BATCH_TOKENS, QUEUE_TOKENS, null, LongText.head());
    }

    public InferenceOptions withDevice(DeviceChoice newDevice) {
        return new InferenceOptions(
                newDevice, precision, workers, threads, batchTokens, queueTokens, maxTokens, longText);
    }

    public InferenceOptions withPrecision(@Nullable Precision newPrecision) {
        return new InferenceOptions(
                device, newPrecision, workers, threads, batchTokens, queueTokens, maxTokens, longText);
    }

    public InferenceOptions withThreads(int newWorkers, int newThreads) {
        return new InferenceOptions(
                device, precision, newWorkers, newThreads, batchTokens, queueTokens, maxTokens, longText);
    }

    public InferenceOptions withTokens(int newBatchTokens, int newQueueTokens) {
        return new InferenceOptions(
                device, precision, workers, threads, newBatchTokens, newQueueTokens, maxTokens, longText);
    }

    public InferenceOptions withLongText(@Nullable Integer newMaxTokens, LongText newLongText) {
        return new InferenceOptions(
                device, precision, workers, threads, batchTokens, queueTokens, newMaxTokens, newLongText);
    }

    private static void check(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, not " + value);
        }
    }
}
