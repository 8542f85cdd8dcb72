package io.rolestream.common.clients;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.robust.ClockSteps;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on a topic what a service does: when that changes, and every half minute, so that people can tell an idle
 * service from a dead one. A report that cannot be sent is dropped: the next one says it all again. For one thread.
 *
 * @param <T> what a report says
 */
public final class StatusReport<T extends SpecificRecord> implements AutoCloseable {
    /** A service that has not reported for so long was killed, or can't reach Kafka. */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(90);

    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(30);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /** A service works, or stops, rather than wait for a broker that is to read its status. */
    private static final Map<String, Object> MUST_NOT_HOLD_UP = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);

    private final Cluster cluster;
    private final MeterRegistry meters;
    private final Class<T> type;
    private final String topic;
    private final String id;
    private final BiFunction<T, Instant, T> dated;
    private final ClockSteps clock = new ClockSteps();
    private @Nullable Producer<String, T> producer;
    private @Nullable KafkaMeters producerMeters;
    private @Nullable T sent;
    private final Pace pace = new Pace(System::nanoTime);

    /** Decides when a report is due, by the monotonic clock: the wall clock may be set back. */
    static final class Pace {
        private final LongSupplier nanos;
        private long last;

        Pace(LongSupplier nanos) {
            this.nanos = nanos;
            this.last = nanos.getAsLong() - REPEAT_AFTER.toNanos(); // the first is due at once
        }

        /** Whether a status is to be sent, which is then taken to be sent now. */
        boolean isDue(boolean changed, boolean atOnce) {
            long now = nanos.getAsLong();
            Duration passed = Duration.ofNanos(now - last);
            boolean due = atOnce || passed.compareTo(changed ? AT_MOST_EVERY : REPEAT_AFTER) >= 0;
            if (due) {
                last = now;
            }
            return due;
        }
    }

    /**
     * Connects to nothing yet.
     *
     * @param meters for what the producer measures
     * @param id who reports, the key of each report
     * @param dated a copy of a status with the time of the report
     */
    public StatusReport(
            Cluster cluster,
            MeterRegistry meters,
            Class<T> type,
            String topic,
            String id,
            BiFunction<T, Instant, T> dated) {
        GeneratedRecords.trust(); // statuses are copied in builders
        this.cluster = cluster;
        this.meters = meters;
        this.type = type;
        this.topic = topic;
        this.id = id;
        this.dated = dated;
    }

    /** The name of this machine, for people. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /**
     * Sends a status if it is time to.
     *
     * @param status without the time of the report
     * @param now the time of the report; whether one is due does not depend on it
     * @param atOnce whether to send it even if it has not changed, or less than a second after the last
     */
    public void report(T status, Instant now, boolean atOnce) {
        if (pace.isDue(!status.equals(sent), atOnce)) {
            sent = status;
            send(dated.apply(status, now));
        }
    }

    /** Removes the report of a service that does not come back. */
    public void withdraw() {
        sent = null;
        send(null);
    }

    private void send(@Nullable T status) {
        try {
            producer().send(new ProducerRecord<>(topic, id, status), (place, failure) -> {
                if (failure != null) {
                    dropped(failure);
                }
            });
        } catch (KafkaException | SchemaRegistryException e) {
            dropped(e);
        }
    }

    private void dropped(Exception failure) {
        LOG.warn("the status of {} was not reported: {}", id, failure.toString());
    }

    private Producer<String, T> producer() {
        if (!clock.setBack().isZero()) {
            close();
        }
        if (producer == null) {
            Serializer<T> serializer =
                    new AvroSerde<>(type, cluster.registry()).prepare(topic).serializer();
            producer = cluster.clients().producer(serializer, MUST_NOT_HOLD_UP);
            producerMeters = KafkaMeters.of(producer, meters);
        }
        return producer;
    }

    @Override
    public void close() {
        if (producerMeters != null) {
            producerMeters.close();
            producerMeters = null;
        }
        if (producer != null) {
            producer.close(LAST_WORD);
            producer = null;
        }
    }
}
