package io.rolestream.cli.models;

import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest report of every worker, in the order of their ids.
 *
 * @param all including workers that have stopped
 */
public record WorkerReports(List<WorkerStatus> all) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerReports.class);

    public WorkerReports {
        all = List.copyOf(all);
    }

    /**
     * Reads the existing reports.
     *
     * @throws io.rolestream.common.service.CommandFailedException if the topic of reports is missing
     */
    public static WorkerReports read(Settings settings, SchemaRegistry registry) {
        String topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).workerStatus();
        var deserializer = new AvroSerde<>(WorkerStatus.class, registry).deserializer();
        Map<String, WorkerStatus> byId = new TreeMap<>();
        new CommittedReader(settings, List.of(topic), From.BEGINNING, true, record -> {
                    try {
                        put(byId, record, deserializer.deserialize(topic, record.value()));
                    } catch (SerializationException e) {
                        LOG.warn("skipping an unreadable worker report: {}", e.getMessage());
                    }
                    return true;
                })
                .run();
        return new WorkerReports(List.copyOf(byId.values()));
    }

    private static void put(
            Map<String, WorkerStatus> byId, ConsumerRecord<byte[], byte[]> record, @Nullable WorkerStatus status) {
        if (record.key() != null) {
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if (status == null) {
                byId.remove(id);
            } else {
                byId.put(id, status);
            }
        }
    }

    /** The workers that a version votes in. */
    List<WorkerStatus> running(ModelVersion version) {
        return all.stream()
                .filter(worker -> worker.getState() != WorkerState.STOPPED
                        && worker.getModelName().equals(version.getName())
                        && version.getVersion().equals(worker.getModelVersion()))
                .toList();
    }

    /** The workers that refused a version last. */
    List<WorkerStatus> refusing(ModelVersion version) {
        return all.stream()
                .filter(worker -> worker.getModelName().equals(version.getName())
                        && version.getVersion().equals(worker.getRefusedVersion()))
                .toList();
    }

    /** Who refused a version, when and why, in one line. */
    static String refusal(WorkerStatus worker) {
        return "%s refused %s at %s: %s (%s)"
                .formatted(
                        worker.getWorkerId(),
                        worker.getRefusedVersion(),
                        worker.getRefusedAt(),
                        worker.getRefusalReason(),
                        worker.getRefusalCode());
    }
}
