package io.rolestream.engine.task;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.tokenizer.LongText;
import org.jspecify.annotations.Nullable;

/**
 * How a model is computed.
 *
 * @param device where
 * @param precision in which numbers; null for the fastest that agree with FP32, found by a short calibration when the model is loaded
 * @param workers how many batches are computed at once, at least 1; on a GPU one is enough
 * @param threads how many threads compute each of them, at least 1
 * @param batchTokens how many tokens a batch has at most, a text that has more alone excepted. More use the hardware better, fewer
 *     return sooner and take less memory
 * @param queueTokens how many tokens may wait; beyond that, callers wait
 * @param maxTokens where a text is cut or split; null for the model's maximum
 * @param longText what is done with longer texts
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
