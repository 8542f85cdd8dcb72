package io.rolestream.stream.worker;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.serde.AvroSerde;
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
 * Reports on {@code worker-status} what a worker runs and what it refused. A report that cannot be sent is dropped,
 * because the next one repeats its content. For one thread.
 */
final class StatusReport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(30);

    private final Settings settings;
    private final SchemaRegistry registry;
    private final String topic;
    private final WorkerStatus.Builder status;
    private @Nullable KafkaProducer<String, WorkerStatus> producer;

    StatusReport(Settings settings, SchemaRegistry registry, WorkerIdentity identity) {
        this.settings = settings;
        this.registry = registry;
        topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).workerStatus();
        status = WorkerStatus.newBuilder()
                .setWorkerId(identity.transactionalId())
                .setGroup(identity.group())
                .setLabeller(identity.labeller())
                .setModelName(settings.string(WorkerConfig.MODEL_NAME))
                .setHost(host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /** It does something else now. */
    void state(WorkerState state) {
        status.setState(state);
        send();
    }

    /** A version votes from now on. */
    void running(String version, String compute) {
        status.setModelVersion(version).setCompute(compute).setLoadedAt(Instant.now());
        state(WorkerState.RUNNING);
    }

    /** No version votes from now on. */
    void withoutModel() {
        status.setModelVersion(null).setCompute(null).setLoadedAt(null);
        state(WorkerState.NO_MODEL);
    }

    /** A version is not used. */
    void refused(String version, ModelRefusedException refusal) {
        status.setRefusedVersion(version)
                .setRefusalCode(refusal.refusal().code())
                .setRefusalReason(refusal.getMessage())
                .setRefusedAt(Instant.now());
        send();
    }

    /** Says it again after a while, so that people can tell a worker that is silent from one that is dead. */
    void repeat() {
        if (status.getReportedAt().isBefore(Instant.now().minus(REPEAT_AFTER))) {
            send();
        }
    }

    private void send() {
        status.setReportedAt(Instant.now());
        try {
            producer().send(new ProducerRecord<>(topic, status.getWorkerId(), status.build()), (place, failure) -> {
                if (failure != null) {
                    LOG.warn("cannot report the worker's status: {}", failure.toString());
                }
            });
        } catch (KafkaException | SchemaRegistryException e) {
            LOG.warn("cannot report the worker's status: {}", e.toString());
        }
    }

    private KafkaProducer<String, WorkerStatus> producer() {
        if (producer == null) {
            Serializer<WorkerStatus> serializer =
                    new AvroSerde<>(WorkerStatus.class, registry).prepare(topic).serializer();
            Map<String, Object> properties = ConnectionConfig.clientProperties(settings);
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
            producer = new KafkaProducer<>(properties, new StringSerializer(), serializer);
        }
        return producer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(LAST_WORD);
        }
    }
}
