package io.rolestream.stream.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.Metric;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the labelling service takes up the rules of a champion: a real broker and a real store, in which versions have
 * their rules and nothing else.
 */
class RuleSupplyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet CONFIGURED = RuleSet.load(RuleSet.DEFAULT, ROLES);
    /** Takes data engineers for somebody else. */
    private static final RuleSet FIRST = learned(20);

    private static final RuleSet SECOND = learned(30);
    private static EmbeddedKafka broker;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private Path directory;
    private int sent;

    private static RuleSet learned(double weight) {
        return CONFIGURED.withWeights(
                List.of(new KeywordWeight("airflow", ROLES.role(ROLES.indexOf("Agile Analyst")), weight)));
    }

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
    @Tag("full")
    void shouldVoteWithTheChampionsRulesAndGoBackOnARollback() throws Exception {
        try (StreamApp app = start(Map.of());
                VersionAnnouncer announcer = announcer()) {
            assertThat(nextVote().getLabellerVersion()).isEqualTo(CONFIGURED.version());

            announcer.announce(version("v1", FIRST.toYaml()));
            assertThat(awaitVoteOf(FIRST).getRole()).isEqualTo("Agile Analyst");
            announcer.announce(version("v2", SECOND.toYaml()));
            awaitVoteOf(SECOND);
            announcer.rollback("roberta", null, "worse");
            awaitVoteOf(FIRST);
            announcer.reject(new VersionKey("roberta", "v1"), "worse still");

            assertThat(awaitVoteOf(CONFIGURED).getRole()).isEqualTo(Resumes.DATA_ENGINEER);
            assertThat(Metric.RULE_SWAPS.counter(meters).count()).isEqualTo(4);
            assertThat(app.isLive()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldLabelByTheRulesThatItsVoteNames() throws Exception {
        announce(version("v1", FIRST.toYaml()));
        try (StreamApp app = start(Map.of(StreamConfig.LABEL_DEADLINE, "100ms"))) {
            awaitVoteOf(FIRST);

            LabelledRole label = await().atMost(PATIENCE)
                    .until(
                            () -> {
                                nextVote();
                                List<LabelledRole> labels =
                                        kafka.read(topics.labelledRoles(), LabelledRole.class, 1, PATIENCE);
                                return labels.get(labels.size() - 1);
                            },
                            last -> last.getRole().equals("Agile Analyst"));

            assertThat(Objects.requireNonNull(label.getRuleVote()).getLabellerVersion())
                    .isEqualTo(FIRST.version());
            assertThat(app.isLive()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldVoteWithTheConfiguredRulesWhereTheChampionCarriesNone() throws Exception {
        announce(version("v1", FIRST.toYaml()));
        try (StreamApp app = start(Map.of())) {
            awaitVoteOf(FIRST);

            announce(version("v2", null));

            awaitVoteOf(CONFIGURED);
            assertThat(app.isLive()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldGoOnWithTheOldRulesWhereNewOnesAreRefused() throws Exception {
        announce(version("v1", FIRST.toYaml()));
        try (StreamApp app = start(Map.of())) {
            awaitVoteOf(FIRST);

            announce(version("v2", FIRST.toYaml().replace("Cloud Engineer", "Cloud Gazer")));
            awaitRefusals("rules");
            assertThat(nextVote().getLabellerVersion()).isEqualTo(FIRST.version());

            ModelVersion corrupt = version("v3", SECOND.toYaml());
            Files.writeString(rulesOf("v3"), SECOND.toYaml().replace("30.0", "31.0"));
            announce(corrupt);
            awaitRefusals("files");
            assertThat(nextVote().getLabellerVersion()).isEqualTo(FIRST.version());

            announce(version("v4", SECOND.toYaml()));
            awaitVoteOf(SECOND);
            assertThat(app.isLive()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldLabelWhileTheStoreIsAwayAndTakeTheRulesUpWhenItIsBack() throws Exception {
        announce(version("v1", FIRST.toYaml()));
        Path store = directory.resolve("store");
        Files.move(store, directory.resolve("away"));
        try (StreamApp app = start(Map.of())) {
            assertThat(nextVote().getLabellerVersion()).isEqualTo(CONFIGURED.version());

            Files.move(directory.resolve("away"), store);

            awaitVoteOf(FIRST);
            assertThat(app.isLive()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldStayWithTheConfiguredRulesWhereItIsToldTo() throws Exception {
        announce(version("v1", FIRST.toYaml()));
        try (StreamApp app = start(Map.of(StreamConfig.RULES_FOLLOW, "false"))) {
            nextVote();
            Thread.sleep(1_000);

            assertThat(nextVote().getLabellerVersion()).isEqualTo(CONFIGURED.version());
            assertThat(app.isLive()).isTrue();
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
                StreamConfig.LABELLERS,
                "rules,roberta",
                ModelsConfig.STORE,
                directory.resolve("store").toString()));
        values.putAll(more);
        return Settings.of(ModelsConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef()))), values);
    }

    private StreamApp start(Map<String, String> more) throws InterruptedException {
        StreamApp app = new StreamApp(
                Cluster.of(settings(more), kafka.registry()), StreamConfig.settings(settings(more)), meters);
        app.start();
        await().atMost(PATIENCE).until(() -> app.running().isDone());
        return app;
    }

    private Path rulesOf(String version) {
        return directory.resolve("store").resolve("roberta").resolve(version).resolve(VersionRules.FILE);
    }

    /** A champion with its rules in the store. */
    private ModelVersion version(String version, @Nullable String rules) throws IOException {
        List<ModelFile> files = new ArrayList<>();
        files.add(new ModelFile(Manifest.FILE, 1L, "0".repeat(64)));
        files.add(new ModelFile(SmokeTest.FILE, 1L, "0".repeat(64)));
        if (rules != null) {
            byte[] content = rules.getBytes(StandardCharsets.UTF_8);
            Files.createDirectories(rulesOf(version).getParent());
            Files.write(rulesOf(version), content);
            files.add(new ModelFile(VersionRules.FILE, (long) content.length, Sha256.of(content)));
        }
        return ModelVersion.newBuilder()
                .setName("roberta")
                .setVersion(version)
                .setLocation("roberta/" + version)
                .setFiles(files)
                .setStage(ModelStage.CHAMPION)
                .build();
    }

    private VersionAnnouncer announcer() {
        return new VersionAnnouncer(Cluster.of(settings(Map.of()), kafka.registry()), "a test", SigningKeys.NONE);
    }

    private void announce(ModelVersion version) {
        try (VersionAnnouncer announcer = announcer()) {
            announcer.announce(version);
        }
    }

    private void awaitRefusals(String reason) {
        await().atMost(PATIENCE)
                .until(() -> Metric.RULE_REFUSALS.counter(meters, reason).count() == 1);
    }

    /** Sends resumes until the rules vote on one in this version. */
    private Vote awaitVoteOf(RuleSet rules) {
        return await().atMost(PATIENCE)
                .until(this::nextVote, vote -> vote.getLabellerVersion().equals(rules.version()));
    }

    /** The rules' vote on another resume, as the trainer sees it. */
    private Vote nextVote() throws Exception {
        sent++;
        kafka.send(List.of(Resumes.withSkills("r" + sent, Resumes.DATA_SKILLS + ", project " + sent)));
        return kafka.read(topics.trainingExamples(), TrainingExample.class, sent, PATIENCE).stream()
                .filter(example -> example.getResumeId().equals("r" + sent))
                .map(example -> Objects.requireNonNull(example.getRuleVote()))
                .findFirst()
                .orElseThrow();
    }
}
