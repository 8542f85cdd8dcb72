package io.rolestream.trainer.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a trainer measures: its latest report, and how trainings ended. */
final class TrainerMeters {
    static {
        GeneratedRecords.trust(); // the first of them is made of defaults
    }

    private final MeterRegistry registry;
    private final AtomicReference<TrainerStatus> status =
            new AtomicReference<>(TrainerStatus.newBuilder().build());

    TrainerMeters(MeterRegistry registry) {
        this.registry = registry;
        gauge(MetricNames.LEADER, now -> now.getLeader() ? 1 : 0);
        gauge(MetricNames.EXAMPLES, TrainerStatus::getExamples);
        gauge(MetricNames.CORRECTIONS, TrainerStatus::getCorrections);
        gauge(MetricNames.NEW_EXAMPLES, TrainerStatus::getNewExamples);
        gauge(MetricNames.NEW_CORRECTIONS, TrainerStatus::getNewCorrections);
        gauge(MetricNames.LOSS, TrainerStatus::getLoss);
        gauge(MetricNames.EPOCH, TrainerStatus::getEpoch);
        gauge(MetricNames.TOKENS_PER_SECOND, TrainerStatus::getTokensPerSecond);
        gauge(MetricNames.SECONDS_LEFT, TrainerStatus::getSecondsLeft);
    }

    private void gauge(String name, Function<TrainerStatus, @Nullable Number> value) {
        Gauge.builder(name, status, latest -> {
                    Number number = value.apply(latest.get());
                    return number == null ? Double.NaN : number.doubleValue();
                })
                .strongReference(true)
                .register(registry);
    }

    void report(TrainerStatus latest) {
        status.set(latest);
    }

    void ended(TrainingOutcome outcome, Trigger trigger) {
        registry.counter(
                        MetricNames.TRAININGS,
                        MetricNames.OUTCOME,
                        outcome.kind().key(),
                        MetricNames.TRIGGER,
                        trigger.reason().key())
                .increment();
    }
}
