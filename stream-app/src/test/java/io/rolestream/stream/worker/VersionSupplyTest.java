package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.ProcessLock;
import io.rolestream.common.metrics.Metric;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelVote;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Resume;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** How a worker takes up what is announced: a real broker, real small models, a real store. */
class VersionSupplyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static EmbeddedKafka broker;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private Path directory;
    private int sent;

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
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 2), (short) 1);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldTakeTheFirstVersionUpWhenItComes() throws Exception {
        try (Worker worker = worker(Map.of())) {
            worker.start();
            assertThat(nextVote().getVote().getReason()).isEqualTo("no-model");
            assertThat(worker.isReady()).isFalse();
            announce(publish("v1", "Data Engineer"));

            LabelVote vote = awaitVote(each -> version(each).equals("v1"));
            assertThat(vote.getVote().getRole()).isEqualTo("Data Engineer");
            assertThat(vote.getVote().getScores()).hasSize(14);
            assertThat(vote.getVote().getRuleCoefficient()).isEqualTo(0.7f);
            assertThat(worker.isReady()).isTrue();
            awaitStatus(status -> status.getState() == WorkerState.RUNNING && "v1".equals(status.getModelVersion()));
        }
        awaitStatus(status -> status.getState() == WorkerState.STOPPED);
    }

    @Test
    @Tag("full")
    void shouldVoteWithTheChampionFromTheFirstResumeOn() throws Exception {
        announce(publish("v1", "Data Engineer"));
        try (Worker worker = worker(Map.of())) {
            send(20);
            worker.start();

            assertThat(votes(20)).allSatisfy(vote -> assertThat(version(vote)).isEqualTo("v1"));
        }
    }

    @Test
    void shouldFollowPromotionsAndRollbacks() throws Exception {
        announce(publish("v1", "Data Engineer"));
        try (Worker worker = worker(Map.of());
                VersionAnnouncer announcer = announcer()) {
            worker.start();
            awaitVote(vote -> version(vote).equals("v1"));
            announce(publish("v2", "Cloud Engineer"));
            assertThat(awaitVote(vote -> version(vote).equals("v2")).getVote().getRole())
                    .isEqualTo("Cloud Engineer");
            announcer.rollback("roberta", null, "worse");

            awaitVote(vote -> version(vote).equals("v1"));
            announcer.reject(new VersionKey("roberta", "v1"), "worse still");
            awaitVote(vote -> "no-model".equals(vote.getVote().getReason()));
            assertThat(Metric.MODEL_SWAPS.counter(meters).count()).isEqualTo(3);
            assertBatchesOfAllModelsAreCounted();
        }
    }

    @Test
    @Tag("full")
    void shouldRefuseACorruptVersionAndGoOnWithTheOneBefore() throws Exception {
        announce(publish("v1", "Data Engineer"));
        try (Worker worker = worker(Map.of())) {
            worker.start();
            awaitVote(vote -> version(vote).equals("v1"));
            ModelVersion corrupt = publish("v2", "Cloud Engineer");
            flipAByte(directory.resolve("store/roberta/v2/model.safetensors"));
            announce(corrupt);

            WorkerStatus status = awaitStatus(each -> each.getRefusedVersion() != null);
            assertThat(status.getRefusedVersion()).isEqualTo("v2");
            assertThat(status.getRefusalCode()).isEqualTo("files");
            assertThat(status.getRefusalReason()).contains("model.safetensors");
            assertThat(status.getModelVersion()).isEqualTo("v1");
            assertThat(version(nextVote())).isEqualTo("v1");
            assertThat(Metric.MODEL_REFUSALS.counter(meters, "files").count()).isEqualTo(1);

            announce(publish("v3", "Agile Analyst"));
            awaitVote(vote -> version(vote).equals("v3"));
        }
    }

    @Test
    @Tag("full")
    void shouldStartWithTheChampionOfOldWhereItRefusesThePresentOne() throws Exception {
        announce(publish("v1", "Data Engineer"));
        ModelVersion corrupt = publish("v2", "Cloud Engineer");
        flipAByte(directory.resolve("store/roberta/v2/model.safetensors"));
        announce(corrupt);
        try (Worker worker = worker(Map.of())) {
            worker.start();
            assertThat(version(nextVote())).isEqualTo("v1");
        }
    }

    @Test
    @Tag("full")
    void shouldLabelWithoutTheModelWhileTheStoreIsAwayAndTakeItUpWhenItIsBack() throws Exception {
        announce(publish("v1", "Data Engineer"));
        Path store = directory.resolve("store");
        Files.move(store, directory.resolve("away"));
        try (Worker worker = worker(Map.of())) {
            worker.start();
            assertThat(nextVote().getVote().getReason()).isEqualTo("no-model");
            Files.move(directory.resolve("away"), store);

            awaitVote(vote -> version(vote).equals("v1"));
        }
    }

    @Test
    @Tag("full")
    void shouldStayWithTheVersionThatItIsPinnedTo() throws Exception {
        announce(publish("v1", "Data Engineer"));
        announce(publish("v2", "Cloud Engineer"));
        try (Worker worker = worker(Map.of(WorkerConfig.MODEL_VERSION, "v1"))) {
            worker.start();
            assertThat(version(nextVote())).isEqualTo("v1");
            announce(publish("v3", "Agile Analyst"));
            Thread.sleep(1_000);

            assertThat(version(nextVote())).isEqualTo("v1");
        }
    }

    @Test
    @Tag("full")
    void shouldLetAChallengerVoteUnderANameOfItsOwn() throws Exception {
        announce(publish("v1", "Data Engineer"));
        announce(ModelVersion.newBuilder(publish("v2", "Cloud Engineer"))
                .setStage(ModelStage.CHALLENGER)
                .build());
        try (Worker worker = worker(Map.of(WorkerConfig.MODEL_STAGE, "challenger"))) {
            worker.start();
            LabelVote vote = nextVote();

            assertThat(version(vote)).isEqualTo("v2");
            assertThat(vote.getVote().getLabeller()).isEqualTo("roberta-challenger");
        }
    }

    @Test
    @Tag("full")
    void shouldLoadOnlyTheLastOfWhatWasAnnouncedMeanwhile() throws Exception {
        for (int i = 1; i <= 5; i++) {
            announce(publish("v" + i, "Cloud Engineer"));
        }
        try (Worker worker = worker(Map.of())) {
            worker.start();

            assertThat(version(nextVote())).isEqualTo("v5");
            assertThat(Metric.MODEL_SWAPS.counter(meters).count()).isEqualTo(1);
        }
    }

    @Test
    @Tag("full")
    void shouldRefuseTheVersionDuringWhoseLoadTheProcessDied() throws Exception {
        announce(publish("v1", "Data Engineer"));
        announce(publish("v2", "Cloud Engineer"));
        try (Worker worker = worker(Map.of())) {
            worker.start();
            assertThat(version(nextVote())).isEqualTo("v2");
        }
        Path marks = Files.createDirectories(directory.resolve("cache/.loading"));
        try (var copies = Files.list(directory.resolve("cache/roberta"))) {
            for (Path copy : copies.toList()) {
                Files.writeString(marks.resolve(copy.getFileName()), "x");
            }
        }
        try (Worker worker = worker(Map.of())) {
            worker.start();

            assertThat(version(nextVote())).isEqualTo("v1");
            WorkerStatus status = awaitStatus(each -> each.getRefusedVersion() != null);
            assertThat(status.getRefusedVersion()).isEqualTo("v2");
            assertThat(status.getRefusalCode()).isEqualTo("died-while-loading");
        }
    }

    @Test
    @Tag("full")
    void shouldGiveUpALoadWhenTheVersionIsRolledBack() throws Exception {
        announce(publish("v1", "Data Engineer"));
        try (Worker worker = worker(Map.of());
                VersionAnnouncer announcer = announcer()) {
            worker.start();
            assertThat(version(nextVote())).isEqualTo("v1");
            // The download of v2 waits for the cache.
            try (ProcessLock cache = ProcessLock.acquire(directory.resolve("cache/.lock"))) {
                announce(publish("v2", "Cloud Engineer"));
                Thread.sleep(2_000);
                announcer.rollback("roberta", null, "worse");
                Thread.sleep(3_000);
            }
            announce(publish("v3", "Agile Analyst"));
            awaitVote(vote -> version(vote).equals("v3"));
            assertThat(Metric.MODEL_SWAPS.counter(meters).count()).isEqualTo(2);
        }
    }

    private void assertBatchesOfAllModelsAreCounted() {
        double votes = Metric.VOTES.counter(meters, "roberta", "voted").count();
        DistributionSummary sequences = Metric.INFERENCE_BATCH_SEQUENCES.sizes(meters);
        DistributionSummary tokens = Metric.INFERENCE_BATCH_TOKENS.sizes(meters);
        assertThat(sequences.totalAmount()).isGreaterThanOrEqualTo(votes);
        assertThat(tokens.count()).isEqualTo(sequences.count()).isPositive();
        assertThat(Metric.INFERENCE_PADDED_TOKENS.counter(meters).count()).isGreaterThanOrEqualTo(tokens.totalAmount());
        assertThat(Metric.INFERENCE_BUSY.counter(meters).count()).isPositive();
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                WorkerConfig.GROUP_ID,
                topics.prefix() + "workers",
                ModelsConfig.STORE,
                directory.resolve("store").toString(),
                ModelsConfig.CACHE_DIRECTORY,
                directory.resolve("cache").toString(),
                ModelsConfig.PRECISION,
                "fp32"));
        values.putAll(more);
        return Settings.of(
                ModelsConfig.define(WorkerConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef())))),
                values);
    }

    private Worker worker(Map<String, String> more) {
        Settings settings = settings(more);
        return new Worker(
                Cluster.of(settings, kafka.registry()),
                WorkerConfig.settings(settings),
                VersionSupply.of(
                        Cluster.of(settings, kafka.registry()),
                        WorkerConfig.settings(settings),
                        ModelsConfig.settings(settings),
                        StreamConfig.taxonomy(settings),
                        meters),
                meters);
    }

    private ModelVersion publish(String version, String role) throws Exception {
        Path checkpoint = directory.resolve("checkpoint-" + version);
        TinyModel.preferring(checkpoint, role);
        try (ArtifactStore store =
                ArtifactStores.open(ModelsConfig.settings(settings(Map.of())).store())) {
            return new VersionPublisher(store, null)
                    .publish(
                            Published.packaged(
                                    checkpoint,
                                    VersionDetails.of("any", "1").as("roberta", version, new VoteParameters(0.7f, 1))),
                            ModelStage.CHAMPION);
        }
    }

    private VersionAnnouncer announcer() {
        return new VersionAnnouncer(Cluster.of(settings(Map.of()), kafka.registry()), "a test", SigningKeys.NONE);
    }

    private void announce(ModelVersion version) {
        try (VersionAnnouncer announcer = announcer()) {
            announcer.announce(version);
        }
    }

    private static void flipAByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private void send(int count) throws Exception {
        List<Resume> resumes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            resumes.add(Resumes.withSkills("r" + sent++, Resumes.DATA_SKILLS));
        }
        kafka.send(resumes);
    }

    /** The vote on another resume. */
    private LabelVote nextVote() throws Exception {
        send(1);
        String id = "r" + (sent - 1);
        return votes(sent).stream()
                .filter(vote -> vote.getResumeId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Sends resumes until there is such a vote on one. */
    private LabelVote awaitVote(Predicate<LabelVote> which) {
        return await().atMost(PATIENCE).until(this::nextVote, which);
    }

    private List<LabelVote> votes(int atLeast) {
        var deserializer = new AvroSerde<>(LabelVote.class, kafka.registry()).deserializer();
        return kafka.readRecords(topics.labelVotes(), atLeast, PATIENCE).stream()
                .map(record -> deserializer.deserialize(topics.labelVotes(), record.value()))
                .toList();
    }

    private WorkerStatus awaitStatus(Predicate<WorkerStatus> which) {
        return await().atMost(PATIENCE)
                .until(
                        () -> kafka.read(topics.workerStatus(), WorkerStatus.class, 1, Duration.ofSeconds(5)).stream()
                                .reduce((before, last) -> last)
                                .orElseThrow(),
                        which);
    }

    private static String version(LabelVote vote) {
        return vote.getVote().getLabellerVersion();
    }
}
