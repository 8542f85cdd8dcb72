package io.rolestream.trainer.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on {@code trainer-status} what a trainer does: on each change, at most once a second, and at regular
 * intervals, which shows that the trainer is alive. A report that cannot be sent is dropped. For one thread.
 */
final class StatusReport implements AutoCloseable {
    static {
        GeneratedRecords.trust(); // statuses are copied in builders
    }

    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(30);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final Settings settings;
    private final SchemaRegistry registry;
    private final MeterRegistry meters;
    private final String topic;
    private final String host = host();
    private @Nullable KafkaProducer<String, TrainerStatus> producer;
    private @Nullable KafkaMeters producerMeters;
    private @Nullable TrainerStatus sent;
    private Instant sentAt = Instant.EPOCH;

    /** @param meters for what the producer measures */
    StatusReport(Settings settings, SchemaRegistry registry, MeterRegistry meters) {
        this.settings = settings;
        this.registry = registry;
        this.meters = meters;
        topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).trainerStatus();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /**
     * Sends a status if it is time to.
     *
     * @param status without host and time
     * @param now the time
     * @param atOnce whether not to wait for a second to pass
     */
    void report(TrainerStatus status, Instant now, boolean atOnce) {
        boolean changed = !status.equals(sent);
        if (atOnce
                || (changed && !now.isBefore(sentAt.plus(AT_MOST_EVERY)))
                || !now.isBefore(sentAt.plus(REPEAT_AFTER))) {
            sent = status;
            sentAt = now;
            send(TrainerStatus.newBuilder(status)
                    .setHost(host)
                    .setUpdatedAt(now)
                    .build());
        }
    }

    private void send(TrainerStatus status) {
        try {
            producer().send(new ProducerRecord<>(topic, status.getTrainerId(), status), (place, failure) -> {
                if (failure != null) {
                    LOG.warn("cannot report the trainer's status: {}", failure.toString());
                }
            });
        } catch (KafkaException | SchemaRegistryException e) {
            LOG.warn("cannot report the trainer's status: {}", e.toString());
        }
    }

    private KafkaProducer<String, TrainerStatus> producer() {
        if (producer == null) {
            Serializer<TrainerStatus> serializer = new AvroSerde<>(TrainerStatus.class, registry)
                    .prepare(topic)
                    .serializer();
            Map<String, Object> properties = ConnectionConfig.clientProperties(settings);
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
            producer = new KafkaProducer<>(properties, new StringSerializer(), serializer);
            producerMeters = KafkaMeters.of(producer, meters);
        }
        return producer;
    }

    @Override
    public void close() {
        if (producerMeters != null) {
            producerMeters.close();
        }
        if (producer != null) {
            producer.close(LAST_WORD);
        }
    }
}
