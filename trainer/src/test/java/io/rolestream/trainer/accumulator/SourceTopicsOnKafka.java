package io.rolestream.trainer.accumulator;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.serde.WireFormat;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.examples.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Both topics on a broker, under a prefix of their own, and a producer for them. */
public final class SourceTopicsOnKafka implements AutoCloseable {
    static {
        GeneratedRecords.trust();
    }

    private static final int PARTITIONS = 2;

    private final EmbeddedKafka kafka;
    private final String prefix;
    private final Topics topics;
    private final AvroSerde<TrainingExample> examples;
    private final AvroSerde<RoleCorrection> corrections;
    private final KafkaProducer<String, byte[]> producer;

    SourceTopicsOnKafka(EmbeddedKafka kafka, String prefix) {
        this.kafka = kafka;
        this.prefix = prefix;
        this.topics = new Topics(prefix);
        this.examples = new AvroSerde<>(TrainingExample.class, kafka.registry());
        this.corrections = new AvroSerde<>(RoleCorrection.class, kafka.registry());
        this.producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public static SourceTopicsOnKafka create(EmbeddedKafka kafka, String prefix) throws Exception {
        var created = new SourceTopicsOnKafka(kafka, prefix);
        created.create(created.topics.trainingExamples());
        created.create(created.topics.roleCorrections());
        return created;
    }

    Settings settings() {
        return Settings.of(
                TrainerConfig.define(ConnectionConfig.define(new ConfigDef())),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        kafka.bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX,
                        prefix));
    }

    SchemaRegistry registry() {
        return kafka.registry();
    }

    Topics topics() {
        return topics;
    }

    private void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Clients.of(settings()).admin()) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Deletion goes on for a moment after it was confirmed. */
    void recreateExamples() throws Exception {
        try (Admin admin = Clients.of(settings()).admin()) {
            admin.deleteTopics(List.of(topics.trainingExamples())).all().get();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreException(ExecutionException.class)
                .until(() -> {
                    create(topics.trainingExamples());
                    return true;
                });
    }

    /** Of the three records of a resume, and of all in its partition. */
    void deleteExamplesButTheLast(String resumeId) throws Exception {
        byte[] key = resumeId.getBytes(StandardCharsets.UTF_8);
        var partition =
                new TopicPartition(topics.trainingExamples(), Utils.toPositive(Utils.murmur2(key)) % PARTITIONS);
        try (Admin admin = Clients.of(settings()).admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
    }

    public void example(String resumeId, String text) {
        send(
                topics.trainingExamples(),
                resumeId,
                examples.serializer()
                        .serialize(
                                topics.trainingExamples(),
                                TrainingExample.newBuilder()
                                        .setResumeId(resumeId)
                                        .setContentHash(Samples.hash(text))
                                        .setJudgedText(text)
                                        .setRuleVote(Vote.newBuilder()
                                                .setLabeller("rules")
                                                .setLabellerVersion("default@1")
                                                .setRole("X")
                                                .setConfidence(0.5f)
                                                .build())
                                        .setSubmittedAt(Instant.now())
                                        .build()));
    }

    public void forget(String resumeId) {
        send(topics.trainingExamples(), resumeId, null);
    }

    public void correct(String resumeId, String text, String role, Instant correctedAt) {
        send(topics.roleCorrections(), resumeId, correction(resumeId, text, role, correctedAt));
    }

    /** As newer clients of registries do: the record's header names the schema, and the value is Avro alone. */
    void correctWithHeader(String resumeId, String text, String role, Instant correctedAt) {
        byte[] value = correction(resumeId, text, role, correctedAt);
        var record = new ProducerRecord<>(
                topics.roleCorrections(), resumeId, Arrays.copyOfRange(value, WireFormat.HEADER_BYTES, value.length));
        record.headers().add(WireFormat.VALUE_SCHEMA_ID, Arrays.copyOf(value, WireFormat.HEADER_BYTES));
        var unused = producer.send(record);
    }

    private byte[] correction(String resumeId, String text, String role, Instant correctedAt) {
        return corrections
                .serializer()
                .serialize(
                        topics.roleCorrections(),
                        RoleCorrection.newBuilder()
                                .setResumeId(resumeId)
                                .setContentHash(Samples.hash(text))
                                .setRole(role)
                                .setReviewer("ann")
                                .setCorrectedAt(correctedAt)
                                .build());
    }

    void send(String topic, @Nullable String key, byte @Nullable [] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
