package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Resume;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.LenientRegistry;
import io.rolestream.stream.testing.Resumes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What one record may do to a stream and a worker: become a dead letter, and at worst show that they are stuck. */
class OneBadRecordTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String STUCK_AFTER = "2s";

    private static EmbeddedKafka broker;
    private final ScriptedSupply supply = new ScriptedSupply();
    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary();
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
    void shouldDeadLetterRecordsOfHostileSchemasAndGoOn() throws Exception {
        try (LenientRegistry registry = new LenientRegistry()) {
            Settings settings = settings(Map.of(ConnectionConfig.SCHEMA_REGISTRY_URL, registry.url()));
            Cluster cluster = Cluster.of(settings);
            String subject = topics.resumes() + "-value";
            List<Integer> hostile = List.of(
                    registry.register(subject, resume("{\"type\":\"array\",\"items\":".repeat(20_000) + "\"int\"")),
                    registry.register(
                            subject,
                            resume("{\"type\":\"array\",\"items\":".repeat(300) + "\"int\"" + "}".repeat(300))),
                    registry.register(subject, resume(emptyRecords(40))),
                    registry.register(subject, resume("{\"type\":\"array\",\"items\":\"null\"}")),
                    registry.register(subject, "x".repeat(2 << 20)),
                    registry.register("elsewhere-value", resume("\"int\"")),
                    999);
            try (StreamApp stream = stream(settings, cluster);
                    Worker worker = worker(settings, cluster)) {
                stream.start();
                worker.start();
                for (int id : hostile) {
                    kafka.sendBytes(topics.resumes(), "r-1", value(id));
                }
                var serializer = new AvroSerde<>(Resume.class, cluster.registry()).serializer();
                Resume good = Resumes.withSkills("r-2", Resumes.DATA_SKILLS);
                kafka.sendBytes(topics.resumes(), "r-2", serializer.serialize(topics.resumes(), good));

                assertThat(kafka.readRecords(topics.labelledRoles(), 1, PATIENCE))
                        .singleElement()
                        .satisfies(label -> assertThat(label.key()).isEqualTo("r-2"));
                assertThat(kafka.readRecords(topics.labelVotes(), 1, PATIENCE)).hasSize(1);
                assertThat(kafka.readRecords(topics.resumesDlq(), hostile.size(), PATIENCE))
                        .hasSize(hostile.size())
                        .allSatisfy(letter -> assertThat(KafkaEnds.header(letter, DeadLetterHeaders.REASON))
                                .isEqualTo("not-avro"));
                assertThat(stream.isLive()).isTrue();
                assertThat(worker.isLive()).isTrue();
            }
        }
    }

    @Test
    @Tag("full")
    void shouldAcceptASchemaOfASubjectThatIsNamed() throws Exception {
        try (LenientRegistry registry = new LenientRegistry()) {
            Settings settings = settings(Map.of(
                    ConnectionConfig.SCHEMA_REGISTRY_URL,
                    registry.url(),
                    ConnectionConfig.SCHEMA_SUBJECTS,
                    "elsewhere-value, other"));
            int id = registry.register("elsewhere-value", resume("\"int\""));
            try (StreamApp stream = stream(settings, Cluster.of(settings))) {
                stream.start();
                kafka.sendBytes(topics.resumes(), "r-1", value(id));

                assertThat(kafka.readRecords(topics.labelledRoles(), 1, PATIENCE))
                        .hasSize(1);
            }
        }
    }

    @Test
    @Tag("full")
    void shouldNotBeLiveWhileAStreamThreadHangs() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Settings settings = settings(Map.of(StreamConfig.LIVENESS_TIMEOUT, STUCK_AFTER));
        Cluster cluster = Cluster.of(settings, new HangingRegistry(kafka.registry(), released));
        try (StreamApp stream = stream(settings, cluster)) {
            stream.start();
            await().atMost(PATIENCE).until(() -> stream.running().isDone());
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(stream::isLive);

            kafka.send(Resumes.numbered(0, 1));
            await().atMost(PATIENCE).until(() -> !stream.isLive());
            assertThat(stream.streams().state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(stream.describe()).contains("stuck");

            released.countDown();
            await().atMost(PATIENCE).until(stream::isLive);
            assertThat(kafka.readRecords(topics.labelledRoles(), 1, PATIENCE)).hasSize(1);
        } finally {
            released.countDown();
        }
    }

    @Test
    @Tag("full")
    void shouldNotBeLiveWhileAWorkersLoopHangs() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Settings settings = settings(Map.of(StreamConfig.LIVENESS_TIMEOUT, STUCK_AFTER));
        Cluster cluster = Cluster.of(settings, new HangingRegistry(kafka.registry(), released));
        try (Worker worker = worker(settings, cluster)) {
            worker.start();
            await().atMost(PATIENCE).until(() -> worker.settled().isDone());
            kafka.send(Resumes.numbered(0, 1));
            await().atMost(PATIENCE).until(() -> !worker.isLive());
            assertThat(worker.describe()).contains("stuck");

            released.countDown();
            await().atMost(PATIENCE).until(worker::isLive);
            assertThat(kafka.readRecords(topics.labelVotes(), 1, PATIENCE)).hasSize(1);
        } finally {
            released.countDown();
        }
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

    private static StreamApp stream(Settings settings, Cluster cluster) {
        return new StreamApp(cluster, StreamConfig.settings(settings), new SimpleMeterRegistry());
    }

    private Worker worker(Settings settings, Cluster cluster) {
        return new Worker(cluster, WorkerConfig.settings(settings), supply, new SimpleMeterRegistry());
    }

    private static String resume(String extra) {
        return """
                {"type": "record", "name": "Resume", "namespace": "io.rolestream.events", "fields": [
                  {"name": "resumeId", "type": "string"},
                  {"name": "skills", "type": "string"},
                  {"name": "extra", "type": %s}]}""".formatted(extra);
    }

    /** A record of 2^{@code levels} empty ones. */
    private static String emptyRecords(int levels) {
        StringBuilder type = new StringBuilder("{\"type\":\"record\",\"name\":\"R0\",\"fields\":[]}");
        for (int i = 1; i <= levels; i++) {
            type.insert(0, "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[{\"name\":\"a\",\"type\":")
                    .append("},{\"name\":\"b\",\"type\":\"R" + (i - 1) + "\"}]}");
        }
        return type.toString();
    }

    private static byte[] value(int schemaId) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        value.writeBytes("\6r-1\6sql".getBytes(StandardCharsets.UTF_8));
        value.write(2);
        return value.toByteArray();
    }

    /** A registry that answers about a resume's schema only once it is released. */
    private record HangingRegistry(SchemaRegistry registry, CountDownLatch released) implements SchemaRegistry {
        @Override
        public int register(String subject, Schema schema) {
            return registry.register(subject, schema);
        }

        @Override
        public Schema byId(String subject, int id) {
            if (subject.contains("resumes")) {
                boolean interrupted = false;
                while (true) {
                    try {
                        released.await();
                        break;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return registry.byId(subject, id);
        }
    }
}
