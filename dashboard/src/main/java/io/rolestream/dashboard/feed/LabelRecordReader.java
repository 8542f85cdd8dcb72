package io.rolestream.dashboard.feed;

import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.dashboard.records.Place;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates the records of the labelling service, its workers and trainers for the live state and the review. For one
 * thread.
 */
final class LabelRecordReader implements FeedReader {
    private static final Logger LOG = LoggerFactory.getLogger(LabelRecordReader.class);

    private final Map<String, Step> steps = new HashMap<>();
    private final Topics topics;
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

    LabelRecordReader(Topics topics, SchemaRegistry registry, LiveState state, ReviewState review, LabelBook book) {
        this.topics = topics;
        this.registry = registry;
        this.state = state;
        steps.put(
                topics.resumes(),
                (record, read) -> state.resume(record.partition(), record.offset(), record.timestamp(), read));
        steps.put(topics.resumesDlq(), this::deadLetter);
        var labels = new AvroSerde<>(LabelledRole.class, registry).deserializer();
        steps.put(topics.labelledRoles(), (record, read) -> {
            String id = RecordText.key(record);
            LabelledRole label = labels.deserialize(record.topic(), record.headers(), record.value());
            state.label(id, label, read);
            review.label(id, label);
            book.label(id, label, new Place(record.partition(), record.offset()));
        });
        put(topics.labelDisagreements(), LabelDisagreement.class, (id, value, read) -> {
            state.disagreement(id, value);
            review.disagreement(id, value);
        });
        put(topics.roleCorrections(), RoleCorrection.class, (id, value, read) -> {
            state.correction(id, value);
            review.correction(id, value);
        });
        put(topics.workerStatus(), WorkerStatus.class, (id, value, read) -> state.worker(id, value));
        put(topics.trainerStatus(), TrainerStatus.class, (id, value, read) -> state.trainer(id, value));
        var versions = new AvroSerde<>(ModelVersion.class, registry).deserializer();
        steps.put(
                topics.modelVersions(),
                (record, read) -> state.version(
                        RecordText.key(record),
                        versions.deserialize(record.topic(), record.headers(), record.value()),
                        record.headers(),
                        record.offset()));
    }

    private <T extends SpecificRecord> void put(String topic, Class<T> type, OnValue<T> onValue) {
        var values = new AvroSerde<>(type, registry).deserializer();
        steps.put(
                topic,
                (record, read) -> onValue.accept(
                        RecordText.key(record), values.deserialize(topic, record.headers(), record.value()), read));
    }

    @Override
    public Map<String, Long> reachBack() {
        return Map.of(
                topics.resumes(), 5_000L,
                topics.labelledRoles(), 5_000L,
                topics.labelDisagreements(), 2_000L,
                topics.roleCorrections(), 50_000L,
                topics.resumesDlq(), 500L,
                topics.modelVersions(), Long.MAX_VALUE,
                topics.workerStatus(), 2_000L,
                topics.trainerStatus(), 2_000L);
    }

    @Override
    public Set<String> skippable() {
        return Set.of(topics.labelledRoles(), topics.resumes());
    }

    @Override
    public void trouble(String why) {
        state.feed(why);
    }

    @Override
    public void skipped(String topic, long records) {
        if (topic.equals(topics.labelledRoles())) {
            state.skipped(records);
        }
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, Read read) {
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

    private void deadLetter(ConsumerRecord<byte[], byte[]> record, Read read) {
        state.deadLetter(
                RecordText.key(record),
                RecordText.reason(record.headers()),
                RecordText.header(record.headers(), DeadLetterHeaders.MESSAGE),
                record.timestamp(),
                read);
    }
}
