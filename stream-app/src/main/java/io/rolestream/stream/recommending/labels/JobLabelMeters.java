package io.rolestream.stream.recommending.labels;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.schemas.reading.UnreadableReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Meters of the labelling of jobs. */
final class JobLabelMeters {
    private final Map<LabelCause, Counter> labels = new EnumMap<>(LabelCause.class);
    private final Map<UnreadableReason, Counter> letters = new EnumMap<>(UnreadableReason.class);
    private final Counter restarts;

    /** @param jobs the name of the topic */
    JobLabelMeters(MeterRegistry registry, String jobs) {
        for (LabelCause cause : LabelCause.values()) {
            labels.put(cause, Metric.JOB_LABELS.counter(registry, cause.code()));
        }
        for (UnreadableReason reason : UnreadableReason.values()) {
            letters.put(reason, Metric.DEAD_LETTERS.counter(registry, jobs, reason.code()));
        }
        restarts = Metric.RECOMMENDER_RESTARTS.counter(registry);
    }

    void labelled(LabelCause cause) {
        Objects.requireNonNull(labels.get(cause)).increment();
    }

    void deadLettered(UnreadableReason reason) {
        Objects.requireNonNull(letters.get(reason)).increment();
    }

    void startedOver() {
        restarts.increment();
    }
}
