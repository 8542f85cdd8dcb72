package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.classifier.inference.InferenceStatistics;
import io.rolestream.classifier.inference.TextClassifier;
import io.rolestream.classifier.torch.GpuMemory;
import io.rolestream.metrics.InfoGauge;
import io.rolestream.metrics.Metric;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the models of a worker have computed, and which of them votes. While one takes another's place there are two, so counters are sums
 * over those that are open and those that were. Safe for use by several threads.
 */
public final class InferenceMeters {
    private static final InferenceStatistics NOTHING = new InferenceStatistics(0, 0, 0, 0, 0, 0, 0);

    private final InfoGauge voting;
    private final String labeller;
    private final Set<TextClassifier> open = new HashSet<>();
    private InferenceStatistics closed = NOTHING;
    private @Nullable Instant announcedAt;

    /** @param labeller as whom the models vote */
    public InferenceMeters(MeterRegistry registry, String labeller) {
        this.labeller = labeller;
        voting = new InfoGauge(Metric.MODEL_INFO, registry);
        Metric.MODEL_AGE.gauge(registry, this, InferenceMeters::ageSeconds);
        counter(registry, Metric.INFERENCE_BATCHES, InferenceStatistics::batches);
        counter(registry, Metric.INFERENCE_SEQUENCES, InferenceStatistics::sequences);
        counter(registry, Metric.INFERENCE_TOKENS, InferenceStatistics::tokens);
        counter(registry, Metric.INFERENCE_PADDED_TOKENS, InferenceStatistics::paddedTokens);
        counter(registry, Metric.INFERENCE_BUSY, sum -> sum.busyNanos() / (double) TimeUnit.SECONDS.toNanos(1));
        Metric.INFERENCE_WAITING_TOKENS.gauge(registry, this, of -> of.sum().waitingTokens());
        Metric.INFERENCE_BATCH_LIMIT.gauge(registry, this, of -> of.sum().batchTokens());
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

    private void counter(MeterRegistry registry, Metric metric, ToDoubleFunction<InferenceStatistics> of) {
        metric.counter(registry, this, meters -> of.applyAsDouble(meters.sum()));
    }

    /** A model is there to be asked. */
    synchronized void opened(TextClassifier classifier) {
        open.add(classifier);
    }

    /** A model has computed its last. */
    synchronized void closed(TextClassifier classifier) {
        if (open.remove(classifier)) {
            InferenceStatistics last = classifier.statistics();
            closed = plus(closed, last, 0, 0);
        }
    }

    /** A version votes from now on. */
    synchronized void votes(String model, String version, Instant announced) {
        voting.show(model, version, labeller);
        announcedAt = announced;
    }

    /** No version votes from now on. */
    synchronized void nobodyVotes() {
        voting.clear();
        announcedAt = null;
    }

    private synchronized double ageSeconds() {
        return announcedAt == null ? Double.NaN : (System.currentTimeMillis() - announcedAt.toEpochMilli()) / 1e3;
    }

    private synchronized InferenceStatistics sum() {
        InferenceStatistics sum = closed;
        for (TextClassifier classifier : open) {
            InferenceStatistics one = classifier.statistics();
            sum = plus(
                    sum,
                    one,
                    sum.waitingTokens() + one.waitingTokens(),
                    Math.max(sum.batchTokens(), one.batchTokens()));
        }
        return sum;
    }

    private static InferenceStatistics plus(
            InferenceStatistics a, InferenceStatistics b, long waitingTokens, int batchTokens) {
        return new InferenceStatistics(
                a.batches() + b.batches(),
                a.sequences() + b.sequences(),
                a.tokens() + b.tokens(),
                a.paddedTokens() + b.paddedTokens(),
                a.busyNanos() + b.busyNanos(),
                waitingTokens,
                batchTokens);
    }
}
