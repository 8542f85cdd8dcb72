package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test has topics of its own, by the prefix that its name gives. */
class TrainCommandTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private String prefix = "";

    @BeforeEach
    void makeTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        run("topics", "create");
    }

    @Test
    void shouldSayWhatEachTrainerIsAt() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        report(
                TrainerStatus.newBuilder()
                        .setTrainerId("t-1")
                        .setModelName("roberta")
                        .setHost("here")
                        .setLeader(true)
                        .setState(TrainerState.TRAINING)
                        .setStage("fine-tuning")
                        .setVersion("20260304-120000")
                        .setTrigger("requested by ann")
                        .setExamples(12_345)
                        .setNewExamples(678)
                        .setEpoch(1.5)
                        .setLoss(0.25)
                        .setLearningRate(3e-5)
                        .setTokensPerSecond(9_000.0)
                        .setSecondsLeft(3_700L)
                        .setLastVersion("20260303-120000")
                        .setLastOutcome("rejected")
                        .setLastReasons(List.of("There are too few items."))
                        .setUpdatedAt(now)
                        .build(),
                TrainerStatus.newBuilder()
                        .setTrainerId("t-1-matcher")
                        .setModelName("matcher")
                        .setHost("here")
                        .setLeader(true)
                        .setState(TrainerState.ACCUMULATING)
                        .setExamples(450)
                        .setNewExamples(450)
                        .setWaitsFor("2,000 pairs that suit (450 so far) or a command")
                        .setUpdatedAt(now)
                        .build(),
                TrainerStatus.newBuilder()
                        .setTrainerId("t-2")
                        .setModelName("other")
                        .build(),
                TrainerStatus.newBuilder()
                        .setTrainerId("t-3")
                        .setModelName("roberta")
                        .setHost("there")
                        .setState(TrainerState.TRAINING)
                        .setLeader(true)
                        .setVersion("20260304-110000")
                        .setTrigger("requested by ann")
                        .setUpdatedAt(NOON)
                        .build());

        assertThat(run("train", "--status").out().lines())
                .containsExactly(
                        "t-1 on here: training (leader), as of " + now,
                        "  examples    12,345, about 678 since the last training",
                        "  corrections 0, about 0 since the last training",
                        "  trains      20260304-120000, since requested by ann",
                        "  is at       fine-tuning, epoch 1.50, loss 0.2500, learning rate 3.0e-05, 9,000 tokens/s, 1 h 1 min left",
                        "  last        20260303-120000: rejected",
                        "              There are too few items.",
                        "t-1-matcher on here: accumulating (leader), as of " + now,
                        "  pairs       450, about 450 since the last training",
                        "  waits for   2,000 pairs that suit (450 so far) or a command",
                        "t-3 on there: silent, was training, as of 2026-03-04T12:00:00Z",
                        "  examples    0, about 0 since the last training",
                        "  corrections 0, about 0 since the last training");
        assertThat(run("train", "--status", "--json").out())
                .contains("\"trainerId\" : \"t-1\"", "\"state\" : \"TRAINING\"", "\"trainerId\" : \"t-3\"");
    }

    @Test
    void shouldSayThatNoTrainerRuns() {
        assertThat(run("train", "--status").out())
                .isEqualToIgnoringNewLines("no trainer has reported; start one with `rolestream train`");
        assertThat(run("train", "--status", "--json").out()).isEqualToIgnoringNewLines("[ ]");
        assertThat(run("train", "--status", "--now").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @Tag("full")
    void shouldRunAndHearACommandUntilItIsStopped(@TempDir Path directory) throws Exception {
        var options = Stream.concat(
                        Stream.of("train", "--topic-prefix", prefix, "-s", "trainer.data.directory=" + directory),
                        SharedStack.options().stream())
                .toList();
        try (var trainer = new ChildCommand(directory.resolve("process"), options.toArray(String[]::new))) {
            await(() -> run("train", "--status").out().contains("accumulating (leader)"));
            assertThat(run("train", "--now").out())
                    .isEqualToIgnoringNewLines("asked the trainers of roberta to train now");
            await(() -> run("train", "--status").out().contains("  last "));
            assertThat(trainer.interrupt()).isEqualTo(ExitCode.INTERRUPTED);
        }
        assertThat(run("train", "--status").out()).contains(": stopped, as of");
    }

    @Test
    void shouldSayThatTheStoreOfFeedbackCannotBeUsed(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("matches.db"), "this is no database, but long enough to look like one");

        Result result = run(
                "train",
                "matcher",
                "--out",
                directory.resolve("v1").toString(),
                "-s",
                "trainer.data.directory=" + directory,
                "-s",
                "model.store=" + directory.resolve("store"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("matches.db cannot be opened").doesNotContain("unexpected failure");
    }

    @Test
    void shouldRefuseFilesForATrainingOnFeedback(@TempDir Path directory) {
        Result result = run("train", "reward", "--out", directory.resolve("v1").toString(), "--pairs", "pairs.jsonl");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("-b trains on the cluster's feedback; omit it, or omit --pairs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--adversaries=3", "--matcher=v0"})
    void shouldRefuseOptionsThatOnlyARewardModelHas(String option, @TempDir Path directory) {
        Result result = run("train", "matcher", "--out", directory.resolve("v1").toString(), option);

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("Unknown option: '" + option);
        assertThat(run("train", "reward", "--help").out()).contains(option.substring(0, option.indexOf('=')));
    }

    @Test
    void shouldRefuseANameThatNoVersionCanHaveBeforeItTrains(@TempDir Path directory) {
        Result result = run(
                "train",
                "matcher",
                "--out",
                directory.resolve("my model").toString(),
                "-s",
                "trainer.data.directory=" + directory,
                "-s",
                "model.store=" + directory.resolve("store"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("\"my model\" cannot be one");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(condition);
    }

    private void report(TrainerStatus... reports) {
        var serializer =
                new AvroSerde<>(TrainerStatus.class, SharedStack.get().cluster().registry()).serializer();
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                serializer)) {
            for (TrainerStatus report : reports) {
                var unused = producer.send(
                        new ProducerRecord<>(new Topics(prefix).trainerStatus(), report.getTrainerId(), report));
            }
        }
    }

    private Settings settings() {
        return Settings.of(
                Configuration.definitions(),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        SharedStack.get().kafka().bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX,
                        prefix));
    }

    private Result run(String... arguments) {
        return Cli.onCluster(Stream.concat(Stream.of(arguments), Stream.of("--topic-prefix", prefix))
                .toArray(String[]::new));
    }
}
