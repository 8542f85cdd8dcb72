package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What the labelling service promises on a real broker. Each test has topics and a group of its own. */
abstract class LabellingServiceSuite {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String MODEL_ROLE = "Cloud Engineer";

    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private Path directory;

    /** {@code host:port} of the broker under test. */
    abstract String bootstrapServers();

    @BeforeEach
    void connect(TestInfo test, @TempDir Path directory) {
        this.directory = directory;
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(bootstrapServers(), topics);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldLabelEachContentOnce() throws Exception {
        createTopics();
        List<Sent> sent = kafka.send(resumes(0, 2_000));
        try (StreamApp app = app(Map.of())) {
            start(app);
            List<LabelledRole> labels = labels(contents(sent).size());

            assertThat(keys(labels)).containsExactlyInAnyOrderElementsOf(contents(sent));
            assertThat(labels).allSatisfy(label -> {
                assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
                assertThat(label.getRevision()).isEqualTo(1);
                assertThat(label.getRole()).isEqualTo(Resumes.DATA_ENGINEER);
            });
        }
    }

    @Test
    @Tag("full")
    void shouldLoseAndDoubleNothingOverRestarts() throws Exception {
        createTopics();
        Map<String, String> withModel =
                Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL, StreamConfig.LABEL_DEADLINE, "1h");
        List<Sent> sent = new ArrayList<>(kafka.send(resumes(0, 700)));
        kafka.vote(sent.subList(0, 400), MODEL_ROLE);
        try (StreamApp app = app(withModel)) {
            start(app);
            labels(contents(sent.subList(0, 400)).size());
        }
        sent.addAll(kafka.send(resumes(700, 1_400)));
        kafka.vote(sent.subList(400, 1_000), MODEL_ROLE);
        try (StreamApp app = app(withModel)) {
            start(app);
            labels(contents(sent.subList(0, 800)).size());
        }
        sent.addAll(kafka.send(resumes(1_400, 2_000)));
        kafka.vote(sent.subList(1_000, 2_000), MODEL_ROLE);
        Map<String, String> elsewhere = new HashMap<>(withModel);
        elsewhere.put(
                StreamConfig.STATE_DIRECTORY, directory.resolve("elsewhere").toString());
        try (StreamApp app = app(elsewhere)) {
            start(app);
            List<LabelledRole> labels = labels(contents(sent).size());

            assertThat(keys(labels)).containsExactlyInAnyOrderElementsOf(contents(sent));
            assertThat(labels).allSatisfy(label -> {
                assertThat(label.getDegraded()).isFalse();
                assertThat(label.getModelVote()).isNotNull();
            });
        }
    }

    @Test
    void shouldDecideJointlyWithAModel() throws Exception {
        createTopics();
        try (StreamApp app = app(Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL))) {
            start(app);
            List<Sent> sent = kafka.send(resumes(0, 100));
            kafka.vote(sent, MODEL_ROLE);
            List<LabelledRole> labels = labels(contents(sent).size());

            assertThat(labels).allSatisfy(label -> {
                assertThat(label.getPolicy()).isEqualTo("joint else Other");
                assertThat(label.getDecidedBy()).isEqualTo(Decider.MODEL);
                assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
                assertThat(DecisionPolicy.recompute(label))
                        .isEqualTo(new Decision(label.getRole(), label.getDecidedBy(), label.getConfidence()));
            });
            assertThat(kafka.read(topics.labelDisagreements(), LabelDisagreement.class, labels.size(), PATIENCE))
                    .hasSameSizeAs(labels)
                    .allSatisfy(disagreement ->
                            assertThat(disagreement.getRuleVote().getRole()).isEqualTo(Resumes.DATA_ENGINEER));
        }
    }

    @Test
    void shouldLabelWithoutAWorkerAndCorrectItselfWhenVotesComeLate() throws Exception {
        createTopics();
        try (StreamApp app =
                app(Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL, StreamConfig.LABEL_DEADLINE, "200ms"))) {
            start(app);
            List<Sent> sent = kafka.send(resumes(0, 200));
            int contents = contents(sent).size();
            List<LabelledRole> degraded = labels(contents);
            assertThat(degraded).allSatisfy(label -> {
                assertThat(label.getDegraded()).isTrue();
                assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
            });

            kafka.vote(sent, MODEL_ROLE);

            List<LabelledRole> all = labels(2 * contents);
            assertThat(keys(all.stream()
                            .filter(label -> label.getRevision() == 2)
                            .toList()))
                    .containsExactlyInAnyOrderElementsOf(contents(sent));
            assertThat(all.stream().filter(label -> label.getRevision() == 2)).allSatisfy(label -> {
                assertThat(label.getDegraded()).isFalse();
                assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
            });
        }
    }

    @Test
    @Tag("full")
    void shouldDeadLetterWhatItCannotDecodeAndGoOn() throws Exception {
        createTopics();
        byte[] garbage = {7, 7, 7};
        try (StreamApp app = app(Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL))) {
            start(app);
            kafka.sendBytes(topics.resumes(), "r", garbage);
            kafka.sendBytes(topics.labelVotes(), "r", garbage);
            kafka.sendBytes(topics.roleCorrections(), "r", garbage);

            assertThat(kafka.readRecords(topics.resumesDlq(), 3, PATIENCE))
                    .allSatisfy(letter -> assertThat(letter.value()).isEqualTo(garbage))
                    .extracting(letter -> new String(
                            letter.headers().lastHeader(DeadLetterHeaders.TOPIC).value(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder(topics.resumes(), topics.labelVotes(), topics.roleCorrections());

            List<Sent> sent = kafka.send(resumes(0, 50));
            kafka.vote(sent, MODEL_ROLE);
            assertThat(keys(labels(contents(sent).size()))).containsExactlyInAnyOrderElementsOf(contents(sent));
        }
    }

    @Test
    void shouldStopWithNullWhenItIsClosed() throws Exception {
        createTopics();
        StreamApp app = app(Map.of());
        start(app);
        app.close();

        assertThat(app.stopped().get(1, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void shouldRefuseToStartWithoutItsTopics() {
        try (StreamApp app = app(Map.of())) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(topics.resumes())
                    .hasMessageContaining("rolestream topics create");
        }
    }

    @Test
    void shouldRefuseToStartWherePartitionsDiffer() throws Exception {
        kafka.admin()
                .createTopics(List.of(new NewTopic(topics.labelVotes(), PARTITIONS + 1, (short) 1)))
                .all()
                .get();
        createTopics();
        try (StreamApp app = app(Map.of())) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(topics.labelVotes() + " has 5 partitions");
        }
    }

    private void createTopics() {
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, PARTITIONS), (short) 1);
    }

    private StreamApp app(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                StreamConfig.APPLICATION_ID,
                topics.prefix() + "app",
                StreamConfig.STATE_DIRECTORY,
                directory.resolve("state").toString(),
                StreamConfig.STREAM_THREADS,
                "2"));
        values.putAll(more);
        return new StreamApp(
                Cluster.of(TopologyDriver.settings(values), kafka.registry()),
                StreamConfig.settings(TopologyDriver.settings(values)),
                new SimpleMeterRegistry());
    }

    private static void start(StreamApp app) throws InterruptedException {
        app.start();
        await().atMost(PATIENCE).until(() -> app.running().isDone());
    }

    private List<LabelledRole> labels(int atLeast) {
        return kafka.read(topics.labelledRoles(), LabelledRole.class, atLeast, PATIENCE);
    }

    /** One resume in five is sent again, unchanged, right behind itself or a good while later. */
    private static List<Resume> resumes(int from, int to) {
        List<Resume> resumes = new ArrayList<>();
        IntPredicate repeats = i -> i % 5 == 4;
        for (int i = from; i < to; i++) {
            int which = repeats.test(i) ? i - (i % 2 == 0 ? 1 : 3) : i;
            resumes.add(Resumes.withSkills("r" + which, Resumes.DATA_SKILLS + ", project " + which));
        }
        return resumes;
    }

    /** The distinct contents that were sent, as {@code resumeId hash}. */
    private static List<String> contents(List<Sent> sent) {
        return sent.stream()
                .map(each -> each.resumeId() + " " + each.contentHash())
                .distinct()
                .toList();
    }

    private static List<String> keys(List<LabelledRole> labels) {
        return labels.stream()
                .map(label -> label.getResumeId() + " " + label.getContentHash())
                .toList();
    }
}
