package io.rolestream.stream.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.Metric;
import io.rolestream.engine.batching.ComputedBatch;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.engine.torch.GpuMemory;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Meters of a worker's models: their computation, and which one votes. During a swap there are two. Thread-safe. */
public final class InferenceMeters {
    private final InfoGauge voting;
    private final String labeller;
    private final DistributionSummary sequences;
    private final DistributionSummary tokens;
    private final Counter paddedTokens;
    private final Counter busySeconds;
    private final Set<TextClassifier> open = ConcurrentHashMap.newKeySet();
    private @Nullable Instant announcedAt;

    /** @param labeller the name on the models' votes */
    public InferenceMeters(MeterRegistry registry, String labeller) {
        this.labeller = labeller;
        voting = new InfoGauge(Metric.MODEL_INFO, registry);
        Metric.MODEL_AGE.gauge(registry, this, InferenceMeters::ageSeconds);
        sequences = Metric.INFERENCE_BATCH_SEQUENCES.sizes(registry);
        tokens = Metric.INFERENCE_BATCH_TOKENS.sizes(registry);
        paddedTokens = Metric.INFERENCE_PADDED_TOKENS.counter(registry);
        busySeconds = Metric.INFERENCE_BUSY.counter(registry);
        Metric.INFERENCE_WAITING_TOKENS.gauge(
                registry,
                open,
                models ->
                        models.stream().mapToLong(TextClassifier::waitingTokens).sum());
        Metric.INFERENCE_BATCH_LIMIT.gauge(
                registry,
                open,
                models -> models.stream()
                        .mapToInt(TextClassifier::batchTokens)
                        .max()
                        .orElse(0));
        deviceMemory(registry, Metric.DEVICE_MEMORY_USED, GpuMemory.Usage::usedBytes);
        deviceMemory(registry, Metric.DEVICE_MEMORY_SIZE, GpuMemory.Usage::totalBytes);
    }

    private static void deviceMemory(MeterRegistry registry, Metric metric, ToLongFunction<GpuMemory.Usage> bytes) {
        for (int gpu = 0; gpu < GpuMemory.gpus(); gpu++) {
            metric.gauge(
                    registry,
                    gpu,
                    index -> GpuMemory.of(index)
                            .map(usage -> (double) bytes.applyAsLong(usage))
                            .orElse(Double.NaN),
                    Integer.toString(gpu));
        }
    }

    /** A model was loaded. */
    void opened(TextClassifier classifier) {
        open.add(classifier);
        classifier.onBatch(this::computed);
    }

    private void computed(ComputedBatch batch) {
        sequences.record(batch.sequences());
        tokens.record(batch.tokens());
        paddedTokens.increment(batch.paddedTokens());
        busySeconds.increment(batch.nanos() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** A model has computed its last. */
    void closed(TextClassifier classifier) {
        open.remove(classifier);
    }

    /** A version votes from now on. */
    synchronized void votes(String model, String version, Instant announced) {
        voting.show(model, version, labeller);
        announcedAt = announced;
    }

    /** No version votes from now on. */
    synchronized void withoutModel() {
        voting.clear();
        announcedAt = null;
    }

    private synchronized double ageSeconds() {
        return announcedAt == null ? Double.NaN : (System.currentTimeMillis() - announcedAt.toEpochMilli()) / 1e3;
    }
}
