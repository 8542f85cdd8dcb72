package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import io.rolestream.stream.worker.ScriptedWorkers;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Installations that share a cluster, and services that share a group. */
@Tag("full")
class TwoInstallationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OLD_STREAMS = "rolestream-stream";
    private static final String OLD_WORKERS = "rolestream-worker";

    private static EmbeddedKafka broker;

    private final Path directory;
    private final Topics topics;
    private final Topics others;
    private KafkaEnds kafka;
    private KafkaEnds other;

    TwoInstallationsTest(TestInfo test, @TempDir Path directory) {
        this.directory = directory;
        String name = test.getTestMethod().orElseThrow().getName();
        this.topics = new Topics(name + ".");
        this.others = new Topics(name + ".other.");
    }

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        kafka = new KafkaEnds(broker.bootstrapServers(), topics);
        other = new KafkaEnds(broker.bootstrapServers(), others);
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 4), (short) 1);
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(others, 4), (short) 1);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
        other.close();
    }

    @Test
    void shouldLabelAndVoteOnEverythingWithDefaultNames() throws Exception {
        try (StreamApp app = app(kafka, topics, Map.of());
                StreamApp otherApp = app(other, others, Map.of());
                Worker worker = worker(kafka, topics, Map.of());
                Worker otherWorker = worker(other, others, Map.of())) {
            start(app);
            start(otherApp);
            worker.start();
            otherWorker.start();
            kafka.send(resumes(100));
            other.send(resumes(100));

            assertThat(labels(kafka, topics, 100)).hasSize(100);
            assertThat(labels(other, others, 100)).hasSize(100);
            assertThat(kafka.read(topics.labelVotes(), LabelVote.class, 100, PATIENCE))
                    .hasSize(100);
            assertThat(other.read(others.labelVotes(), LabelVote.class, 100, PATIENCE))
                    .hasSize(100);
        }
    }

    @Test
    void shouldRefuseTheGroupOfAnotherInstallation() throws Exception {
        Map<String, String> shared = Map.of(StreamConfig.APPLICATION_ID, topics.prefix() + "shared");
        try (StreamApp app = app(kafka, topics, shared)) {
            start(app);
            assertRefused(app(other, others, shared), "application.id", topics.resumes());
            kafka.send(resumes(20));
            labels(kafka, topics, 20);
        }
        assertRefused(app(other, others, shared), "application.id", topics.resumes());
    }

    @Test
    void shouldRefuseAWorkerInTheGroupOfTheStream() throws Exception {
        try (StreamApp app = app(kafka, topics, Map.of())) {
            start(app);
            Worker worker = worker(kafka, topics, Map.of(WorkerConfig.GROUP_ID, topics.prefix() + OLD_STREAMS));
            try (worker) {
                assertThatThrownBy(worker::start)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("another kind of service: set worker.group.id");
            }
        }
    }

    /** Neither is a member when the other looks. */
    @Test
    void shouldStopOneOfAStreamAndAWorkerThatStartTogetherInOneGroup() {
        Map<String, String> shared = Map.of(
                StreamConfig.APPLICATION_ID, topics.prefix() + "shared",
                WorkerConfig.GROUP_ID, topics.prefix() + "shared");
        try (StreamApp app = app(kafka, topics, shared);
                Worker worker = worker(kafka, topics, shared)) {
            CompletableFuture<Optional<Throwable>> started =
                    CompletableFuture.supplyAsync(() -> Optional.ofNullable(catchThrowable(worker::start)));
            Throwable refused = catchThrowable(app::start);

            await().atMost(PATIENCE)
                    .until(() -> refused != null
                            || started.getNow(Optional.empty()).isPresent()
                            || worker.stopped().isDone()
                            || app.stopped().isDone());
            Throwable failure = Stream.of(
                            Optional.ofNullable(refused),
                            started.join(),
                            Optional.ofNullable(worker.stopped().getNow(null)),
                            Optional.ofNullable(app.stopped().getNow(null)))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow();
            assertThat(failure)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("set ")
                    .hasMessageContaining("shared");
        }
    }

    @Test
    void shouldAskWhetherToKeepTheGroupsOfAnEarlierVersion() throws Exception {
        commit(OLD_STREAMS, topics.resumes());
        commit(OLD_WORKERS, topics.resumes());
        try {
            assertRefused(
                    app(kafka, topics, Map.of()),
                    "has read topic " + topics.resumes(),
                    "To keep its position and state, set application.id=rolestream-stream.",
                    "set application.id=" + topics.prefix() + OLD_STREAMS);
            try (Worker worker = worker(kafka, topics, Map.of())) {
                assertThatThrownBy(worker::start)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("set worker.group.id=rolestream-worker.");
            }
            kafka.send(resumes(20));
            try (StreamApp kept = app(kafka, topics, Map.of(StreamConfig.APPLICATION_ID, OLD_STREAMS))) {
                start(kept);
                labels(kafka, topics, 20);
            }
            Map<String, String> over = Map.of(StreamConfig.APPLICATION_ID, topics.prefix() + OLD_STREAMS);
            try (StreamApp startedOver = app(kafka, topics, over)) {
                start(startedOver);
                labels(kafka, topics, 40);
            }
            try (StreamApp again = app(kafka, topics, Map.of())) {
                start(again); // its group has read by now
            }
        } finally {
            kafka.admin()
                    .deleteConsumerGroups(List.of(OLD_STREAMS, OLD_WORKERS))
                    .all()
                    .get();
        }
    }

    @Test
    void shouldNotAdviseToKeepAGroupThatTwoInstallationsShared() throws Exception {
        commit(OLD_STREAMS, topics.resumes());
        commit(OLD_STREAMS, others.resumes());
        try {
            assertRefused(
                    app(kafka, topics, Map.of()),
                    "also reads topic " + others.resumes() + " of another installation",
                    "To start over, set application.id=" + topics.prefix() + OLD_STREAMS);
        } finally {
            kafka.admin().deleteConsumerGroups(List.of(OLD_STREAMS)).all().get();
        }
    }

    private void commit(String group, String topic) throws Exception {
        kafka.admin()
                .alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                .all()
                .get();
    }

    private static void assertRefused(StreamApp app, String... words) {
        try (app) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(words);
        }
    }

    private static List<LabelledRole> labels(KafkaEnds kafka, Topics topics, int count) {
        return kafka.read(topics.labelledRoles(), LabelledRole.class, count, PATIENCE);
    }

    private static List<Resume> resumes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Resumes.withSkills("r" + i, Resumes.DATA_SKILLS + ", project " + i))
                .toList();
    }

    private Settings settings(Topics installation, Map<String, String> more) {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        values.put(ConnectionConfig.TOPIC_PREFIX, installation.prefix());
        values.put(
                StreamConfig.STATE_DIRECTORY,
                directory.resolve("state" + installation.prefix()).toString());
        values.put(StreamConfig.STREAM_THREADS, "2");
        values.putAll(more);
        return ScriptedWorkers.settings(values);
    }

    private StreamApp app(KafkaEnds ends, Topics installation, Map<String, String> more) {
        Settings settings = settings(installation, more);
        return new StreamApp(
                Cluster.of(settings, ends.registry()), StreamConfig.settings(settings), new SimpleMeterRegistry());
    }

    private Worker worker(KafkaEnds ends, Topics installation, Map<String, String> more) {
        return ScriptedWorkers.worker(settings(installation, more), ends.registry());
    }

    private static void start(StreamApp app) throws InterruptedException {
        app.start();
        await().atMost(PATIENCE).until(() -> app.running().isDone());
    }
}
