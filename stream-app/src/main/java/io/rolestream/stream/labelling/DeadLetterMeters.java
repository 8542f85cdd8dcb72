package io.rolestream.stream.labelling;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Counts the dead letters of Kafka Streams' handlers. Kafka instantiates the handlers from the configuration, which
 * therefore carries the meter registry.
 */
public final class DeadLetterMeters {
    /** The key under which a {@link MeterRegistry} is put. */
    public static final String REGISTRY = "rolestream.meter.registry";

    /** Reasons: the record cannot be decoded; it is invalid; the service fails on it. */
    static final String NOT_AVRO = UnreadableReason.NOT_AVRO.code();

    static final String UNUSABLE = "unusable";
    static final String FAILED = "failed";

    private @Nullable MeterRegistry registry;

    /** Makes the counters, at 0. */
    static void register(MeterRegistry registry, Topics topics) {
        Metric.DEAD_LETTERS.counter(registry, topics.resumes(), FAILED);
        for (String topic : List.of(topics.labelVotes(), topics.roleCorrections())) {
            for (String reason : List.of(NOT_AVRO, UNUSABLE, FAILED)) {
                Metric.DEAD_LETTERS.counter(registry, topic, reason);
            }
        }
    }

    /** Finds the registry. */
    void configure(Map<String, ?> configuration) {
        registry = configuration.get(REGISTRY) instanceof MeterRegistry found ? found : null;
    }

    /** A record is dead-lettered. */
    void count(ErrorHandlerContext context, String reason) {
        if (registry != null) {
            Metric.DEAD_LETTERS
                    .counter(registry, String.valueOf(context.topic()), reason)
                    .increment();
        }
    }
}
