package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.Metric;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What timestamps decide: when the broker deletes records, which is not before they are read, or they are counted; and
 * the order in which votes are taken.
 */
@Tag("full")
class TimestampsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(30));
    private static final int RESUMES = 50;

    private static EmbeddedKafka broker;
    private final ScriptedSupply supply = new ScriptedSupply();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private Path directory;

    /** The broker applies retention all the time, instead of every five minutes. */
    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.builder()
                .properties(Map.of("log.retention.check.interval.ms", "200", "log.initial.task.delay.ms", "200"))
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test, @TempDir Path directory) {
        this.directory = directory;
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(broker.bootstrapServers(), topics);
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 1), (short) 1);
        supply.offer(new ScriptedModel("v1"));
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldLabelABackfillThatIsOlderThanTheRetention() throws Exception {
        backfill();
        awaitRetention();
        try (StreamApp stream = stream();
                Worker worker = worker()) {
            stream.start();
            worker.start();

            assertAllLabelledWithVotes();
        }
    }

    @Test
    void shouldKeepVotesOnOldResumesUntilTheyAreRead() throws Exception {
        kafka.keepTimestamps(topics.resumes());
        kafka.set(topics.resumes(), "retention.ms", "-1");
        backfill();
        try (Worker worker = worker()) {
            worker.start();
            assertThat(kafka.readRecords(topics.labelVotes(), RESUMES, PATIENCE))
                    .hasSize(RESUMES);
        }
        awaitRetention();
        try (StreamApp stream = stream()) {
            stream.start();

            assertAllLabelledWithVotes();
        }
    }

    @Test
    void shouldTakeVotesWithTheirResumesHoweverLateTheyWereWritten() throws Exception {
        List<Sent> sent = kafka.send(Resumes.numbered(0, RESUMES));
        for (Sent resume : sent) {
            kafka.sendBytes(topics.resumes(), resume.resumeId(), null);
        }
        kafka.vote(sent, ScriptedModel.ROLE);
        try (StreamApp stream = stream()) {
            stream.start();

            assertThat(kafka.readRecords(topics.labelledRoles(), 2 * RESUMES, PATIENCE))
                    .as("a label of each resume, before it is forgotten")
                    .filteredOn(record -> record.value() != null)
                    .hasSize(RESUMES);
        }
    }

    @Test
    void shouldCountWhatWasDeletedBeforeTheStreamReadIt() throws Exception {
        Map<String, String> rulesAlone = Map.of(StreamConfig.LABELLERS, "rules");
        try (StreamApp stream = stream(rulesAlone)) {
            stream.start();
            kafka.send(Resumes.numbered(0, 20));
            assertThat(kafka.readRecords(topics.labelledRoles(), 20, PATIENCE)).hasSize(20);
        }
        kafka.send(Resumes.numbered(20, 60));
        delete(topics.resumes(), 45);
        try (StreamApp stream = stream(rulesAlone)) {
            stream.start();

            assertThat(kafka.readRecords(topics.labelledRoles(), 35, PATIENCE)).hasSize(35);
            assertThat(gone(topics.resumes())).isEqualTo(25);
            assertThat(gone(topics.roleCorrections())).isZero();
        }
    }

    @Test
    void shouldCountWhatWasDeletedBeforeTheWorkerReadIt() throws Exception {
        try (Worker worker = worker()) {
            worker.start();
            kafka.send(Resumes.numbered(0, 20));
            assertThat(kafka.readRecords(topics.labelVotes(), 20, PATIENCE)).hasSize(20);
        }
        kafka.send(Resumes.numbered(20, 60));
        delete(topics.resumes(), 45);
        supply.offer(new ScriptedModel("v1"));
        try (Worker worker = worker()) {
            worker.start();

            assertThat(kafka.readRecords(topics.labelVotes(), 35, PATIENCE)).hasSize(35);
            assertThat(gone(topics.resumes())).isEqualTo(25);
        }
    }

    @Test
    void shouldCountWhatIsDeletedWhileItReads() throws Exception {
        String topic = topics.resumes();
        for (int i = 0; i < 50; i++) {
            kafka.sendBytes(topic, "r", new byte[100]); // a batch each, so that they are not fetched at once
        }
        try (Consumer<byte[], byte[]> consumer = Clients.of(settings(Map.of()))
                .member(
                        topics.prefix() + "group",
                        null,
                        Map.of(
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1,
                                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1),
                        new GoneRecords("test", List.of(topic), meters))) {
            consumer.subscribe(List.of(topic));
            int read = 0;
            while (read < 10) {
                read += consumer.poll(Duration.ofMillis(100)).count();
            }
            delete(topic, 40);
            Instant end = Instant.now().plus(PATIENCE);
            while (consumer.position(new TopicPartition(topic, 0)) < 50
                    && Instant.now().isBefore(end)) {
                read += consumer.poll(Duration.ofMillis(100)).count();
            }

            assertThat(gone(topic)).isBetween(25.0, 30.0).isEqualTo(50 - read);
        }
    }

    private void backfill() throws Exception {
        var serializer = new AvroSerde<>(Resume.class, kafka.registry()).serializer();
        for (Resume resume : Resumes.numbered(0, RESUMES)) {
            byte[] value = serializer.serialize(topics.resumes(), resume);
            kafka.sendBytes(topics.resumes(), resume.getResumeId(), value, LONG_AGO);
        }
    }

    /** Waits until the broker has applied retention to all topics as they are now. */
    private void awaitRetention() throws Exception {
        String control = topics.prefix() + "control";
        TopicPartition partition = new TopicPartition(control, 0);
        kafka.admin()
                .createTopics(List.of(new NewTopic(control, 1, (short) 1)))
                .all()
                .get();
        for (int round = 1; round <= 2; round++) { // the first one may have been in progress
            kafka.sendBytes(control, "r", new byte[1], LONG_AGO);
            int oldest = round;
            await().atMost(PATIENCE)
                    .until(() -> kafka.admin()
                                    .listOffsets(Map.of(partition, OffsetSpec.earliest()))
                                    .partitionResult(partition)
                                    .get()
                                    .offset()
                            == oldest);
        }
    }

    private void assertAllLabelledWithVotes() {
        assertThat(kafka.read(topics.labelledRoles(), LabelledRole.class, RESUMES, PATIENCE))
                .allSatisfy(label -> assertThat(label.getModelVote()).isNotNull())
                .extracting(LabelledRole::getResumeId)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, RESUMES).mapToObj(i -> "r" + i).toList());
    }

    private void delete(String topic, long before) throws Exception {
        kafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    private double gone(String topic) {
        return Metric.RECORDS_GONE.counter(meters, topic).count();
    }

    private StreamApp stream() {
        return stream(Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL, StreamConfig.LABEL_DEADLINE, "1h"));
    }

    private StreamApp stream(Map<String, String> more) {
        Settings settings = settings(more);
        return new StreamApp(Cluster.of(settings, kafka.registry()), StreamConfig.settings(settings), meters);
    }

    private Worker worker() {
        Settings settings = settings(Map.of());
        return new Worker(Cluster.of(settings, kafka.registry()), WorkerConfig.settings(settings), supply, meters);
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                StreamConfig.APPLICATION_ID,
                topics.prefix() + "app",
                StreamConfig.STATE_DIRECTORY,
                directory.resolve("state").toString(),
                StreamConfig.STREAM_THREADS,
                "1",
                WorkerConfig.GROUP_ID,
                topics.prefix() + "workers"));
        values.putAll(more);
        ConfigDef keys = ConnectionConfig.define(new ConfigDef());
        return Settings.of(ModelsConfig.define(WorkerConfig.define(StreamConfig.define(keys))), values);
    }
}
