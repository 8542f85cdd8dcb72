package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A stream and a worker with nothing but brokers: resumes come as JSON, labels go as JSON. */
@Tag("full")
class RegistrylessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

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
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 1).withSchemas(), (short) 1);
        supply.offer(new ScriptedModel("v1"));
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldLabelJsonInJsonWithTheModelsVote() throws Exception {
        Settings settings = settings(Map.of(StreamConfig.LABELLERS, "rules,roberta"));
        Cluster cluster = Cluster.of(settings);
        try (StreamApp stream = stream(settings);
                Worker worker = worker(settings)) {
            stream.start();
            worker.start();
            send("r-1", "{\"resumeId\": \"r-1\", \"skills\": \"%s\"}".formatted(Resumes.DATA_SKILLS));
            send("r-2", "{\"text\": \"%s\", \"submittedAt\": 1772625600000}".formatted(Resumes.DATA_SKILLS));
            kafka.sendBytes(
                    topics.resumes(),
                    "r-3",
                    cluster.resumeSerializer()
                            .serialize(topics.resumes(), Resumes.withSkills("r-3", Resumes.DATA_SKILLS)));

            List<JsonNode> labels = json(topics.labelledRoles(), 3);
            assertThat(labels)
                    .extracting(label -> label.path("resumeId").asText())
                    .contains("r-1", "r-2", "r-3");
            assertThat(labels).allSatisfy(label -> {
                assertThat(label.at("/ruleVote/role").asText()).isEqualTo(Resumes.DATA_ENGINEER);
                assertThat(label.at("/modelVote/role").asText()).isEqualTo(ScriptedModel.ROLE);
                assertThat(label.path("degraded").asBoolean(true)).isFalse();
            });
            assertThat(labels.get(1).path("submittedAt").asText()).isEqualTo("2026-03-04T12:00:00Z");
            assertThat(json(topics.labelDisagreements(), 3)).hasSize(3);
            assertThat(read(cluster, topics.labelVotes(), LabelVote.class, 3)).hasSize(3);
            assertThat(read(cluster, topics.trainingExamples(), TrainingExample.class, 3))
                    .hasSize(3);
            assertThat(read(cluster, topics.labelledRoles(), LabelledRole.class, 3))
                    .as("our own readers")
                    .hasSize(3);
        }
    }

    @Test
    void shouldContinueWithItsStateAfterARestartAndForgetOnANullValue() throws Exception {
        Settings settings = settings(Map.of());
        send("r-1", "{\"skills\": \"%s\"}".formatted(Resumes.DATA_SKILLS));
        try (StreamApp stream = stream(settings)) {
            stream.start();
            assertThat(json(topics.labelledRoles(), 1)).hasSize(1);
        }
        send("r-1", "{\"skills\": \"%s, Kafka\"}".formatted(Resumes.DATA_SKILLS));
        kafka.sendBytes(topics.resumes(), "r-1", null);
        try (StreamApp stream = stream(settings)) {
            stream.start();
            List<ConsumerRecord<String, byte[]>> labels = kafka.readRecords(topics.labelledRoles(), 3, PATIENCE);
            assertThat(labels).hasSize(3);
            assertThat(JSON.readTree(labels.get(1).value()).path("revision").asInt())
                    .isEqualTo(2);
            assertThat(labels.get(2).value()).isNull();
        }
    }

    @Test
    void shouldDeadLetterWhatIsNoResumeAndGoOn() throws Exception {
        Settings settings = settings(Map.of());
        try (StreamApp stream = stream(settings);
                Worker worker = worker(settings)) {
            stream.start();
            worker.start();
            send("bad-1", "{\"skills\": [\"Java\"]}");
            send("bad-2", "{\"x\": " + "[".repeat(100_000));
            send("bad-3", "{\"skills\": \"a\", \"skills\": \"b\"}");
            send("bad-4", "\0\0\0\0\7\6r-1");
            send("bad-5", "{\"resumeId\": \"another\", \"skills\": \"a\"}");
            send("good", "{\"skills\": \"%s\"}".formatted(Resumes.DATA_SKILLS));

            assertThat(json(topics.labelledRoles(), 1))
                    .singleElement()
                    .satisfies(
                            label -> assertThat(label.path("resumeId").asText()).isEqualTo("good"));
            assertThat(kafka.readRecords(topics.labelVotes(), 1, PATIENCE)).hasSize(1);
            assertThat(kafka.readRecords(topics.resumesDlq(), 5, PATIENCE))
                    .extracting(letter -> KafkaEnds.header(letter, DeadLetterHeaders.REASON))
                    .containsExactly("not-json", "not-json", "not-json", "not-avro", "key-mismatch");
        }
    }

    @Test
    void shouldWriteAvroWhereThatIsSet() throws Exception {
        Settings settings = settings(Map.of(ConnectionConfig.LABELS_FORMAT, "avro"));
        try (StreamApp stream = stream(settings)) {
            stream.start();
            send("r-1", "{\"skills\": \"%s\"}".formatted(Resumes.DATA_SKILLS));
            assertThat(kafka.readRecords(topics.labelledRoles(), 1, PATIENCE))
                    .singleElement()
                    .satisfies(label -> assertThat(label.value()[0]).isZero());
            assertThat(read(Cluster.of(settings), topics.labelledRoles(), LabelledRole.class, 1))
                    .hasSize(1);
        }
    }

    private void send(String id, String json) throws Exception {
        kafka.sendBytes(topics.resumes(), id, json.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> json(String topic, int atLeast) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : kafka.readRecords(topic, atLeast, PATIENCE)) {
            values.add(JSON.readTree(record.value()));
        }
        return values;
    }

    private <T extends SpecificRecord> List<T> read(Cluster cluster, String topic, Class<T> type, int atLeast) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(type, cluster.registry());
        return kafka.readRecords(topic, atLeast, PATIENCE).stream()
                .map(record -> deserializer.deserialize(topic, record.value()))
                .toList();
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

    /** Each service has a registry of its own, as in a process of its own. */
    private static StreamApp stream(Settings settings) {
        return new StreamApp(Cluster.of(settings), StreamConfig.settings(settings), new SimpleMeterRegistry());
    }

    private Worker worker(Settings settings) {
        return new Worker(Cluster.of(settings), WorkerConfig.settings(settings), supply, new SimpleMeterRegistry());
    }
}
