package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Each test has topics of its own, by the prefix that its name gives. */
class ModelsCommandTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private String prefix = "";

    @BeforeEach
    void makeTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        run("topics", "create");
    }

    @Test
    @Tag("full")
    void shouldListVersionsWithWhoRunsAndWhoRefusesThem() throws IOException {
        announce(version("v1", ModelStage.CHAMPION), version("v2", ModelStage.CHAMPION));
        report(
                worker("w-1", "v2").build(),
                worker("w-2", "v1")
                        .setRefusedVersion("v2")
                        .setRefusalCode("smoke-test")
                        .setRefusalReason("logits differ by 0.3")
                        .setRefusedAt(NOON)
                        .build(),
                worker("w-3", "v2").setState(WorkerState.STOPPED).build());

        Result result = run("models", "list");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .startsWith("VERSION  STAGE     ANNOUNCED ")
                .endsWith("MACRO-F1 ON ANSWERS  GATE             RUNS ON");
        assertThat(lines.get(1))
                .startsWith("v1       RETIRED ")
                .endsWith("-       1,234     0.712                passed (weakly)  w-2");
        assertThat(lines.get(2)).startsWith("v2       CHAMPION").endsWith("passed (weakly)  w-1");
        assertThat(lines.get(3)).isEqualTo("w-2 refused v2 at 2026-03-04T12:00:00Z: logits differ by 0.3 (smoke-test)");
        JsonNode json =
                new ObjectMapper().readTree(run("models", "list", "--json").out());
        assertThat(json.findValuesAsText("version")).containsExactly("v1", "v2");
        assertThat(json.at("/1/stage").asText()).isEqualTo("CHAMPION");
        assertThat(json.at("/1/runningOn/0/workerId").asText()).isEqualTo("w-1");
        assertThat(json.at("/1/refusedBy/0/refusalCode").asText()).isEqualTo("smoke-test");
    }

    @Test
    @Tag("full")
    void shouldShowEverythingAboutAVersion() throws Exception {
        announce(version("v1", ModelStage.CHAMPION));
        report(worker("w-1", "v1").build());

        assertThat(run("models", "show", "v1").out())
                .startsWith("roberta/v1: CHAMPION")
                .contains(
                        "gate        passed (weakly)",
                        "1,234 examples and 5 corrections, with rules default@1",
                        "gold.macro-f1                0.7120",
                        "model.safetensors, 7 bytes, sha256 5e5e",
                        "w-1 (here), int8 on cpu, since 2026-03-04T12:00:00Z");
        JsonNode json = new ObjectMapper()
                .readTree(run("models", "show", "v1", "--json").out());
        assertThat(json.get("stage").asText()).isEqualTo("CHAMPION");
        assertThat(json.get("runningOn").get(0).get("workerId").asText()).isEqualTo("w-1");
        assertThat(json.get("refusedBy")).isEmpty();
    }

    @Test
    @Tag("full")
    void shouldShowEachSetOfItemsInAColumnOfItsOwn() {
        announce(
                measured(
                        version("v1", ModelStage.CHAMPION),
                        Map.of("silver.macro-f1", 0.9, "silver.items", 1400.0, "silver.majority.macro-f1", 0.1)),
                measured(
                        version("v2", ModelStage.CHALLENGER),
                        Map.of(
                                "gold.macro-f1",
                                0.7,
                                "gold.macro-f1.lower",
                                0.65,
                                "gold.macro-f1.upper",
                                0.75,
                                "gold.items",
                                214.0)));

        List<String> lines = run("models", "list").out().lines().toList();

        assertThat(lines.get(0)).contains("MACRO-F1 ON RULES' LABELS  MACRO-F1 ON ANSWERS            GATE");
        assertThat(lines.get(1)).contains("0.900, n=1,400             -                              passed");
        assertThat(lines.get(2)).contains("-                          0.700 (0.650 to 0.750), n=214  passed");
        assertThat(run("models", "show", "v2").out())
                .contains("gold.macro-f1                0.7000 (0.6500 to 0.7500)")
                .doesNotContain("lower", "upper");
    }

    private static ModelVersion measured(ModelVersion version, Map<String, Double> metrics) {
        return ModelVersion.newBuilder(version).setMetrics(metrics).build();
    }

    @Test
    void shouldPromoteAndRollBack() {
        announce(version("v1", ModelStage.CHAMPION), version("v2", ModelStage.REJECTED));

        assertThat(run("models", "promote", "v2", "--challenger").out())
                .isEqualTo(lines("roberta/v2 is CHALLENGER now"));
        assertThat(run("models", "promote", "v2").out())
                .isEqualTo(lines("roberta/v2 is CHAMPION now", "roberta/v1 is RETIRED now"));
        assertThat(run("models", "promote", "v2").out()).isEqualTo(lines("roberta/v2 is already CHAMPION"));
        assertThat(run("models", "rollback", "--why", "worse on Java").out())
                .isEqualTo(lines("roberta/v1 is CHAMPION now", "roberta/v2 is REJECTED now"));
        assertThat(run("models", "show", "v2").out())
                .contains("rolled back by " + System.getProperty("user.name") + " at ", ": worse on Java");
        assertThat(failure("models", "promote", "v2"))
                .contains("roberta/v2 is rejected permanently (rolled back by ", "models publish DIR --as VERSION");
    }

    @Test
    @Tag("full")
    void shouldWarnWhereAVersionIsPromotedInSpiteOfItsGate() {
        announce(ModelVersion.newBuilder(version("v1", ModelStage.REJECTED))
                .setGatePassed(false)
                .setGateReasons(List.of("gold.macro-f1 fell by 0.02"))
                .build());

        assertThat(run("models", "promote", "v1").err())
                .contains("roberta/v1 did not pass the gate (failed): gold.macro-f1 fell by 0.02");
    }

    @Test
    @Tag("full")
    void shouldRejectAndSayThatNoChampionIsLeft() {
        announce(version("v1", ModelStage.CHAMPION));

        Result result = run("models", "reject", "v1", "--why", "leaks names");

        assertThat(result.out()).isEqualTo(lines("roberta/v1 is REJECTED now"));
        assertThat(result.err()).contains("roberta has no champion now");
        assertThat(run("models", "reject", "v1", "--why", "leaks names").out())
                .isEqualTo(lines("roberta/v1 is already REJECTED"));
    }

    @Test
    @Tag("full")
    void shouldNameTheNearestWhereAVersionOrModelIsNotKnown() {
        assertThat(failure("models", "list")).contains("no model version has been announced yet");
        announce(version("v1", ModelStage.CHAMPION));

        assertThat(failure("models", "promote", "v2"))
                .contains("no version v2 of roberta; did you mean \"v1\"? (known: v1)");
        assertThat(failure("models", "list", "--name", "robert")).contains("did you mean \"roberta\"?");
    }

    @Test
    @Tag("full")
    void shouldSayThatTheTopicIsMissing() {
        prefix = "nowhere.";

        assertThat(failure("models", "list"))
                .contains("Topic nowhere.model-versions is missing: create it with `rolestream topics create`");
    }

    private Result run(String... arguments) {
        return Cli.onCluster(Stream.concat(Stream.of(arguments), Stream.of("--topic-prefix", prefix))
                .toArray(String[]::new));
    }

    private String failure(String... arguments) {
        Result result = run(arguments);
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private Settings settings() {
        return Settings.of(
                ConnectionConfig.define(new ConfigDef()),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        SharedStack.get().kafka().bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX,
                        prefix));
    }

    private void announce(ModelVersion... versions) {
        try (var announcer = new VersionAnnouncer(
                Cluster.of(settings(), SharedStack.get().cluster().registry()), "test", SigningKeys.NONE)) {
            for (ModelVersion version : versions) {
                announcer.announce(version);
            }
        }
    }

    private void report(WorkerStatus... reports) {
        var serializer =
                new AvroSerde<>(WorkerStatus.class, SharedStack.get().cluster().registry()).serializer();
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                serializer)) {
            for (WorkerStatus report : reports) {
                var unused = producer.send(
                        new ProducerRecord<>(new Topics(prefix).workerStatus(), report.getWorkerId(), report));
            }
        }
    }

    private static ModelVersion version(String version, ModelStage stage) {
        return ModelVersion.newBuilder()
                .setName("roberta")
                .setVersion(version)
                .setLocation("file:/models/" + version)
                .setFiles(List.of(new ModelFile("model.safetensors", 7L, "5e".repeat(32))))
                .setTrainedExamples(1234)
                .setTrainedCorrections(5)
                .setRulesetVersion("default@1")
                .setMetrics(Map.of("gold.accuracy", 0.8, "gold.macro-f1", 0.712))
                .setGatePassed(true)
                .setStage(stage)
                .build();
    }

    private static WorkerStatus.Builder worker(String id, String version) {
        return WorkerStatus.newBuilder()
                .setWorkerId(id)
                .setHost("here")
                .setState(WorkerState.RUNNING)
                .setModelName("roberta")
                .setModelVersion(version)
                .setCompute("int8 on cpu")
                .setLoadedAt(NOON)
                .setReportedAt(NOON.plusSeconds(60));
    }
}
