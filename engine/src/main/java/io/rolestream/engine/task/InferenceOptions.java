package io.rolestream.engine.task;

import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.tokenizer.LongText;
import org.jspecify.annotations.Nullable;

/**
 * Options of inference.
 *
 * @param precision null for the fastest that agrees with FP32, found by a short calibration when the model is loaded
 * @param maxTokens where a text is truncated or split; null for the most that the checkpoint's files allow
 * @param longText treatment of longer texts
 */
public record InferenceOptions(
        DeviceChoice device,
        @Nullable Precision precision,
        Batching batching,
        @Nullable Integer maxTokens,
        LongText longText) {
    /** All cores, calibrated, the head of long texts. */
    public static InferenceOptions defaults() {
        return new InferenceOptions(DeviceChoice.AUTO, null, Batching.defaults(), null, LongText.head());
    }

    public InferenceOptions withDevice(DeviceChoice newDevice) {
        return new InferenceOptions(newDevice, precision, batching, maxTokens, longText);
    }

    public InferenceOptions withPrecision(@Nullable Precision newPrecision) {
        return new InferenceOptions(device, newPrecision, batching, maxTokens, longText);
    }

    public InferenceOptions withThreads(int workers, int threads) {
        return new InferenceOptions(
                device,
                precision,
                new Batching(workers, threads, batching.batchTokens(), batching.queueTokens()),
                maxTokens,
                longText);
    }

    public InferenceOptions withTokens(int batchTokens, int queueTokens) {
        return new InferenceOptions(
                device,
                precision,
                new Batching(batching.workers(), batching.threads(), batchTokens, queueTokens),
                maxTokens,
                longText);
    }

    public InferenceOptions withLongText(@Nullable Integer newMaxTokens, LongText newLongText) {
        return new InferenceOptions(device, precision, batching, newMaxTokens, newLongText);
    }

    public InferenceOptions withMaxTokens(@Nullable Integer newMaxTokens) {
        return new InferenceOptions(device, precision, batching, newMaxTokens, longText);
    }
}
