package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import io.rolestream.stream.worker.ScriptedWorkers;
import io.rolestream.stream.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
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

/** Topics that are deleted and created again, or get more partitions, while they are read or between two starts. */
class RecreatedTopicsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

    /** Only of the watch's client, so that Kafka Streams notices nothing by itself. */
    private static final Map<String, String> WATCHFUL = Map.of("kafka.admin.metadata.max.age.ms", "500");

    private static EmbeddedKafka broker;

    private final Path directory;
    private final Topics topics;
    private KafkaEnds kafka;

    RecreatedTopicsTest(TestInfo test, @TempDir Path directory) {
        this.directory = directory;
        this.topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
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
        create();
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    @Tag("full")
    void shouldStopAndLabelEveryResumeOfTheNewTopicAfterTheNextStart() throws Exception {
        try (StreamApp app = app(WATCHFUL)) {
            start(app);
            kafka.send(resumes("old", 40));
            labels(40);
            recreate(topics.resumes());
            kafka.send(resumes("new", 60));

            assertThat(app.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("topic " + topics.resumes() + " was deleted and created again")
                    .hasMessageContaining("Start it again");
            assertThat(app.isReady()).isFalse();
        }
        try (StreamApp again = app(WATCHFUL)) {
            start(again);

            assertThat(labelled(100)).containsAll(ids("new", 60)).hasSize(100);
        }
    }

    /** Named instances stay members of the group for a while after they have stopped. */
    @Test
    @Tag("full")
    void shouldStartOverOnceAllInstancesHaveStopped() throws Exception {
        try (StreamApp first = app(instance("a"));
                StreamApp second = app(instance("b"))) {
            start(first);
            start(second);
            kafka.send(resumes("old", 40));
            labels(40);
            recreate(topics.resumes());
            kafka.send(resumes("new", 400));
            for (StreamApp app : List.of(first, second)) {
                assertThat(app.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(CommandFailedException.class);
            }
        }
        try (StreamApp first = app(instance("a"));
                StreamApp second = app(instance("b"))) {
            start(first);
            start(second);

            assertThat(labelled(440)).containsAll(ids("new", 400)).hasSize(440);
        }
    }

    private Map<String, String> instance(String name) {
        Map<String, String> settings = new HashMap<>(WATCHFUL);
        settings.put(StreamConfig.INSTANCE_ID, name);
        settings.put(StreamConfig.STATE_DIRECTORY, directory.resolve(name).toString());
        return settings;
    }

    @Test
    @Tag("full")
    void shouldLabelEveryResumeWhereItCommittedAnOldPositionInTheNewTopic() throws Exception {
        try (StreamApp app = app(Map.of())) {
            start(app);
            kafka.send(resumes("old", 40));
            labels(40);
        }
        recreateAndCommitAsBefore(topics.prefix() + "rolestream-stream");
        try (StreamApp again = app(Map.of())) {
            start(again);

            assertThat(labelled(100)).containsAll(ids("new", 60)).hasSize(100);
        }
    }

    @Test
    @Tag("full")
    void shouldLabelEveryResumeOfATopicThatWasReplacedBetweenTwoStarts() throws Exception {
        try (StreamApp app = app(Map.of())) {
            start(app);
            kafka.send(resumes("old", 40));
            labels(40);
        }
        recreate(topics.resumes());
        kafka.send(resumes("new", 60));
        try (StreamApp again = app(Map.of())) {
            start(again);

            assertThat(labelled(100)).containsAll(ids("new", 60));
        }
    }

    @Test
    void shouldVoteOnEveryResumeOfTheNewTopicWithoutARestart() throws Exception {
        try (Worker worker = worker(WATCHFUL)) {
            worker.start();
            kafka.send(resumes("old", 40));
            votes(40);
            recreate(topics.resumes());
            kafka.send(resumes("new", 60));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(judged()).containsAll(ids("new", 60)));
            assertThat(worker.isReady()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldVoteOnEveryResumeWhereTheWorkerCommittedAnOldPositionInTheNewTopic() throws Exception {
        try (Worker worker = worker(Map.of())) {
            worker.start();
            kafka.send(resumes("old", 40));
            votes(40);
        }
        recreateAndCommitAsBefore(topics.prefix() + "rolestream-worker");
        try (Worker again = worker(Map.of())) {
            again.start();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(judged()).containsAll(ids("new", 60)));
        }
    }

    /** As a service does that reads on and commits before it notices. */
    private void recreateAndCommitAsBefore(String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = kafka.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        recreate(topics.resumes());
        kafka.send(resumes("new", 60));
        kafka.admin().alterConsumerGroupOffsets(group, committed).all().get();
    }

    @Test
    @Tag("full")
    void shouldNotBeReadyOnceATopicHasMorePartitionsOrIsGone() throws Exception {
        Map<String, String> withModel = new HashMap<>(WATCHFUL);
        withModel.put(StreamConfig.LABELLERS, "rules,roberta");
        try (StreamApp app = app(withModel);
                Worker worker = worker(WATCHFUL)) {
            start(app);
            worker.start();
            await().atMost(PATIENCE).until(() -> app.isReady() && worker.isReady());
            kafka.admin()
                    .createPartitions(Map.of(topics.resumes(), NewPartitions.increaseTo(PARTITIONS + 1)))
                    .all()
                    .get();

            await().atMost(PATIENCE).until(() -> !app.isReady() && !worker.isReady());
            assertThat(List.of(app.describe(), worker.describe()))
                    .allSatisfy(reason -> assertThat(reason)
                            .contains("topic " + topics.resumes() + " got more partitions (5 instead of 4)")
                            .contains("More partitions"));
            kafka.admin().deleteTopics(List.of(topics.labelVotes())).all().get();

            await().atMost(PATIENCE)
                    .until(() -> app.describe().contains("topic " + topics.labelVotes() + " was deleted"));
        }
    }

    @Test
    @Tag("full")
    void shouldNotMissVotesThatItDoesNotRead() throws Exception {
        try (StreamApp app = app(WATCHFUL)) {
            start(app);
            kafka.admin().deleteTopics(List.of(topics.labelVotes())).all().get();
            kafka.admin()
                    .createPartitions(Map.of(topics.roleCorrections(), NewPartitions.increaseTo(PARTITIONS + 1)))
                    .all()
                    .get();

            await().atMost(PATIENCE).until(() -> app.describe().contains("more partitions"));
            assertThat(app.describe()).doesNotContain(topics.labelVotes());
        }
    }

    @Test
    @Tag("full")
    void shouldNotPromiseToReadAChangelogThatWasDeleted() throws Exception {
        try (StreamApp app = app(WATCHFUL)) {
            start(app);
            kafka.send(resumes("old", 4));
            labels(4);
            String changelog = Subjects.changelog(topics.prefix() + "rolestream-stream", "current-labels");
            kafka.admin().deleteTopics(List.of(changelog)).all().get();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                kafka.admin()
                        .createTopics(List.of(new NewTopic(changelog, PARTITIONS, (short) 1)))
                        .all()
                        .get();
                return true;
            });

            assertThat(app.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("topic " + changelog + " was deleted and created again")
                    .hasMessageContaining("Labels stay");
        }
    }

    @Test
    @Tag("full")
    void shouldStopAndNameATopicThatWasDeleted() throws Exception {
        try (StreamApp app = app(Map.of())) {
            start(app);
            kafka.admin().deleteTopics(List.of(topics.roleCorrections())).all().get();

            assertThat(app.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Topic " + topics.roleCorrections() + " is missing: create it");
        }
    }

    private void recreate(String topic) throws Exception {
        var before = describe(topic).topicId();
        kafka.admin().deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            create();
            return !describe(topic).topicId().equals(before);
        });
    }

    private TopicDescription describe(String topic) throws Exception {
        return Objects.requireNonNull(kafka.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic));
    }

    private void create() {
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, PARTITIONS), (short) 1);
    }

    private List<LabelledRole> labels(int count) {
        return kafka.read(topics.labelledRoles(), LabelledRole.class, count, PATIENCE);
    }

    private List<String> labelled(int count) {
        return labels(count).stream().map(LabelledRole::getResumeId).toList();
    }

    private List<LabelVote> votes(int count) {
        return kafka.read(topics.labelVotes(), LabelVote.class, count, PATIENCE);
    }

    private Set<String> judged() {
        return votes(1).stream().map(LabelVote::getResumeId).collect(Collectors.toSet());
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static List<Resume> resumes(String prefix, int count) {
        return ids(prefix, count).stream()
                .map(id -> Resumes.withSkills(id, Resumes.DATA_SKILLS + ", project " + id))
                .toList();
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        values.put(ConnectionConfig.TOPIC_PREFIX, topics.prefix());
        values.put(StreamConfig.STATE_DIRECTORY, directory.resolve("state").toString());
        values.put(StreamConfig.STREAM_THREADS, "2");
        values.putAll(more);
        return ScriptedWorkers.settings(values);
    }

    private StreamApp app(Map<String, String> more) {
        Settings settings = settings(more);
        return new StreamApp(
                Cluster.of(settings, kafka.registry()), StreamConfig.settings(settings), new SimpleMeterRegistry());
    }

    private Worker worker(Map<String, String> more) {
        return ScriptedWorkers.worker(settings(more), kafka.registry());
    }

    private static void start(StreamApp app) throws InterruptedException {
        app.start();
        await().atMost(PATIENCE).until(() -> app.running().isDone());
    }
}
