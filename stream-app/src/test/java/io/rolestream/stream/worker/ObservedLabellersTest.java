package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerException;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.Labellers;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.StreamSettings;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Workers with a labeller, and a labelling service that observes them, on a real broker. */
@Tag("full")
class ObservedLabellersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NAME = "notebook";
    private static EmbeddedKafka broker;

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
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 4), (short) 1);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldVoteOnceOnEachResumeInAGroupOfItsOwn() throws Exception {
        List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 300)));
        try (Worker worker = worker(ObservedLabellersTest::notebook, Map.of())) {
            worker.start();
            await().atMost(PATIENCE).until(worker::isReady);
            assertThat(worker.describe()).isEqualTo("voting as notebook");
            votes(300);
        }
        sent.addAll(kafka.send(Resumes.numbered(300, 600)));
        try (Worker worker = worker(ObservedLabellersTest::notebook, Map.of())) {
            worker.start();

            List<LabelVote> votes = votes(600);

            assertThat(votes)
                    .extracting(LabelVote::getResumeId)
                    .containsExactlyInAnyOrderElementsOf(
                            sent.stream().map(Sent::resumeId).toList());
            assertThat(votes).extracting(LabelVote::getVote).allSatisfy(vote -> {
                assertThat(vote.getLabeller()).isEqualTo(NAME);
                assertThat(vote.getLabellerVersion()).startsWith("notebook");
                assertThat(vote.getRole()).isNotNull();
            });
            assertThat(kafka.admin()
                            .listConsumerGroupOffsets(topics.prefix() + "workers-notebook")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isNotEmpty();
        }
        List<WorkerStatus> reports = kafka.read(topics.workerStatus(), WorkerStatus.class, 4, PATIENCE);
        assertThat(reports).extracting(WorkerStatus::getLabeller).containsOnly(NAME);
        assertThat(reports).extracting(WorkerStatus::getState).contains(WorkerState.RUNNING, WorkerState.STOPPED);
    }

    @Test
    void shouldRecordItsVotesWithTheLabelsThatTheRulesDecide() throws Exception {
        List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 200)));
        try (StreamApp app = app(Map.of(StreamConfig.LABELLERS_OBSERVED, NAME))) {
            app.start();
            app.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            kafka.read(topics.labelledRoles(), LabelledRole.class, 200, PATIENCE); // without waiting
            try (Worker worker = worker(ObservedLabellersTest::notebook, Map.of())) {
                worker.start();
                sent.addAll(kafka.send(Resumes.numbered(200, 400)));
                await().atMost(PATIENCE)
                        .until(() -> last().values().stream()
                                        .allMatch(label ->
                                                label.getObservedVotes().size() == 1)
                                && last().size() == 400);
            }
        }
        try (StreamApp app = app(Map.of(StreamConfig.LABELLERS_OBSERVED, NAME))) {
            app.start();
            app.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            sent.addAll(kafka.send(Resumes.numbered(400, 500))); // its labeller is gone

            await().atMost(PATIENCE).until(() -> last().size() == 500);
        }
        List<LabelledRole> labels = kafka.read(topics.labelledRoles(), LabelledRole.class, 1, PATIENCE);
        assertThat(labels).filteredOn(label -> !label.getRepeatsDecision()).hasSize(500);
        assertThat(last().values()).allSatisfy(label -> {
            assertThat(label.getRole()).isEqualTo(Resumes.DATA_ENGINEER);
            assertThat(label.getDegraded()).isFalse();
        });
    }

    @Test
    void shouldIgnoreALabellerThatIsNotNamed() throws Exception {
        kafka.send(Resumes.numbered(0, 20));
        try (StreamApp app = app(Map.of(StreamConfig.LABELLERS_OBSERVED, "zero-shot"));
                Worker worker = worker(ObservedLabellersTest::notebook, Map.of())) {
            app.start();
            worker.start();
            votes(20);
            Map<String, LabelledRole> labels = last();
            kafka.send(Resumes.numbered(20, 40));
            await().atMost(PATIENCE).until(() -> last().size() == 40);

            assertThat(labels.values())
                    .allSatisfy(label -> assertThat(label.getObservedVotes()).isEmpty());
        }
    }

    @Test
    void shouldDeadLetterATextThatTheLabellerFailsOn() throws Exception {
        try (Worker worker = worker(() -> new ScriptedLabeller(new IllegalArgumentException("odd")), Map.of())) {
            worker.start();
            kafka.send(List.of(Resumes.withSkills("r", Resumes.DATA_SKILLS)));

            assertThat(votes(1))
                    .singleElement()
                    .satisfies(vote -> assertThat(vote.getVote().getReason()).isEqualTo("failed"));
            assertThat(kafka.readRecords(topics.resumesDlq(), 1, PATIENCE))
                    .singleElement()
                    .satisfies(letter -> assertThat(KafkaEnds.header(letter, DeadLetterHeaders.REASON))
                            .isEqualTo("inference-failed"));
        }
    }

    @Test
    void shouldStopWhenTheLabellersEngineIsBroken() throws Exception {
        var broken = new EngineBrokenException("no device", new IllegalStateException());
        try (Worker worker = worker(() -> new ScriptedLabeller(broken), Map.of())) {
            worker.start();
            kafka.send(Resumes.numbered(0, 10));

            assertThat(worker.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ModelGoneException.class,
                            gone -> assertThat(gone.broken()).isTrue());
        }
    }

    @Test
    void shouldNotStartWithALabellerThatCannotBeOpened() {
        LabellerSupply.Opening failing = () -> {
            throw new ConfigurationException("no such directory");
        };
        try (Worker worker = worker(failing, Map.of())) {
            assertThatThrownBy(worker::start).hasMessage("no such directory");
        }
    }

    @Test
    void shouldRefuseSettingsThatContradictEachOther() {
        assertThatThrownBy(() -> worker(Map.of(WorkerConfig.LABELLER, "rules:notebook")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("reserved")
                .hasMessageContaining(WorkerConfig.LABELLER_NAME);
        assertThatThrownBy(() ->
                        worker(Map.of(WorkerConfig.LABELLER, "zero-shot:a", WorkerConfig.MODEL_STAGE, "challenger")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("excludes model.stage=challenger");
        assertThatThrownBy(() -> worker(Map.of(WorkerConfig.LABELLER_NAME, "me")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs a " + WorkerConfig.LABELLER);
        assertThatThrownBy(() -> worker(Map.of(WorkerConfig.LABELLER, ":x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(WorkerConfig.LABELLER);
        assertThatThrownBy(() -> stream("rules,roberta", "zero-shot,roberta"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("roberta, whose votes count already");
        assertThatThrownBy(() -> stream("rules", "rules"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("rules, whose votes count already");
        assertThatThrownBy(() -> stream("rules", "a,b, a"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("different labellers");
        assertThatThrownBy(() -> stream("rules", "a,,b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(StreamConfig.LABELLERS_OBSERVED);
        assertThat(stream("rules", " a , b ").reconciling().observing().labellers())
                .containsExactly("a", "b");
    }

    private static StreamSettings stream(String labellers, String observed) {
        return StreamConfig.settings(ScriptedWorkers.settings(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                "localhost:1",
                StreamConfig.LABELLERS,
                labellers,
                StreamConfig.LABELLERS_OBSERVED,
                observed)));
    }

    private static WorkerSettings worker(Map<String, String> more) {
        return WorkerConfig.settings(ScriptedWorkers.settings(more));
    }

    private static Labeller notebook() throws InterruptedException {
        try {
            return Labellers.open(
                    LabellerSpec.parse("rules:notebook"), LabellerOptions.defaults(), Taxonomy.standard());
        } catch (LabellerException e) {
            throw new IllegalStateException(e);
        }
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                WorkerConfig.GROUP_ID,
                topics.prefix() + "workers",
                StreamConfig.STATE_DIRECTORY,
                directory.toString(),
                StreamConfig.INSTANCE_ID,
                "a"));
        values.putAll(more);
        return ScriptedWorkers.settings(values);
    }

    private Worker worker(LabellerSupply.Opening opening, Map<String, String> more) {
        Map<String, String> values =
                new HashMap<>(Map.of(WorkerConfig.LABELLER, "rules:notebook", WorkerConfig.LABELLER_NAME, NAME));
        values.putAll(more);
        Settings settings = settings(values);
        Cluster cluster = Cluster.of(settings, kafka.registry());
        WorkerSettings worker = WorkerConfig.settings(settings);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new Worker(
                cluster, worker, new LabellerSupply(cluster, worker, Taxonomy.standard(), opening, meters), meters);
    }

    private StreamApp app(Map<String, String> more) {
        Settings settings = settings(more);
        return new StreamApp(
                Cluster.of(settings, kafka.registry()), StreamConfig.settings(settings), new SimpleMeterRegistry());
    }

    private List<LabelVote> votes(int atLeast) {
        return kafka.read(topics.labelVotes(), LabelVote.class, atLeast, PATIENCE);
    }

    /** The last label of each resume, in revisions that count up by one. */
    private Map<String, LabelledRole> last() {
        return kafka.read(topics.labelledRoles(), LabelledRole.class, 1, PATIENCE).stream()
                .collect(Collectors.toMap(LabelledRole::getResumeId, label -> label, (before, after) -> {
                    assertThat(after.getRevision()).isEqualTo(before.getRevision() + 1);
                    return after;
                }));
    }
}
