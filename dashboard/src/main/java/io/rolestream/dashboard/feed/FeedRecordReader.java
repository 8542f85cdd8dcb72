package io.rolestream.dashboard.feed;

import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.resume.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates the records of each topic for the live state. For one thread. */
final class FeedRecordReader {
    private static final Logger LOG = LoggerFactory.getLogger(FeedRecordReader.class);

    private static final int MAX_ID_CHARS = 256;
    private static final int MAX_MESSAGE_CHARS = 500;

    private final Map<String, Step> steps = new HashMap<>();
    private final String resumes;
    private final SchemaRegistry registry;
    private final LiveState state;

    @FunctionalInterface
    private interface Step {
        void take(ConsumerRecord<byte[], byte[]> record, Read read);
    }

    /** Receives a value; null for a record without one. */
    @FunctionalInterface
    private interface OnValue<T> {
        void accept(String key, @Nullable T value, Read read);
    }

    FeedRecordReader(Topics topics, SchemaRegistry registry, LiveState state) {
        this.registry = registry;
        this.state = state;
        this.resumes = topics.resumes();
        steps.put(
                resumes, (record, read) -> state.resume(record.partition(), record.offset(), record.timestamp(), read));
        steps.put(topics.resumesDlq(), this::deadLetter);
        put(topics.labelledRoles(), LabelledRole.class, state::label);
        put(topics.labelDisagreements(), LabelDisagreement.class, (id, value, read) -> state.disagreement(id, value));
        put(topics.roleCorrections(), RoleCorrection.class, (id, value, read) -> state.correction(id, value));
        put(topics.workerStatus(), WorkerStatus.class, (id, value, read) -> state.worker(id, value));
        put(topics.trainerStatus(), TrainerStatus.class, (id, value, read) -> state.trainer(id, value));
        var versions = new AvroSerde<>(ModelVersion.class, registry).deserializer();
        steps.put(
                topics.modelVersions(),
                (record, read) -> state.version(
                        key(record),
                        versions.deserialize(record.topic(), record.headers(), record.value()),
                        record.headers(),
                        record.offset()));
    }

    private <T extends SpecificRecord> void put(String topic, Class<T> type, OnValue<T> onValue) {
        var values = new AvroSerde<>(type, registry).deserializer();
        steps.put(
                topic,
                (record, read) ->
                        onValue.accept(key(record), values.deserialize(topic, record.headers(), record.value()), read));
    }

    boolean isResumes(String topic) {
        return topic.equals(resumes);
    }

    /**
     * Processes a record; counts it if it is unreadable.
     *
     * @throws SchemaRegistryUnavailableException if the registry does not answer
     */
    void read(ConsumerRecord<byte[], byte[]> record, Read read) {
        Step step = steps.get(record.topic());
        if (step == null) {
            return;
        }
        try {
            step.take(record, read);
        } catch (SchemaRegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("skipping offset {} of {}-{}", record.offset(), record.topic(), record.partition(), e);
            state.unreadable();
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : shortened(new String(record.key(), StandardCharsets.UTF_8), MAX_ID_CHARS);
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> record, Read read) {
        String reason = header(record.headers(), DeadLetterHeaders.REASON);
        String exception = header(record.headers(), DeadLetterHeaders.EXCEPTION);
        state.deadLetter(
                key(record),
                !reason.isEmpty() ? reason : exception.substring(exception.lastIndexOf('.') + 1),
                header(record.headers(), DeadLetterHeaders.MESSAGE),
                record.timestamp(),
                read);
    }

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? ""
                : shortened(new String(header.value(), StandardCharsets.UTF_8), MAX_MESSAGE_CHARS);
    }

    private static String shortened(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }
}
