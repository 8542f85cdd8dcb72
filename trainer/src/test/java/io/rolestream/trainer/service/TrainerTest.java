package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.common.metrics.Metric;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.TrainerState;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.examples.ChildJvm;
import io.rolestream.trainer.run.JobDirectory;
import io.rolestream.trainer.run.RoleShares;
import io.rolestream.trainer.run.TrainingJob;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.Trigger;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each test has topics and a store of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldPublishAChampionAsSoonAsThereAreEnoughExamples(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "first.", directory);
        var quick = new QuickTraining();
        try (var trainer = topics.trainer("a", quick)) {
            topics.examples(0, 15);
            trainer.start();
            until(trainer::leads);
            Thread.sleep(A_WHILE.toMillis());
            assertThat(topics.all()).isEmpty();
            topics.examples(15, 30);
            until(() -> topics.champion() != null);
            var champion = Objects.requireNonNull(topics.champion());
            assertThat(champion.getGatePassed()).isTrue();
            assertThat(champion.getMetrics()).contains(entry("input.share.Other", 10.0 / 30));
            assertThat(champion.getTrainedOffsets())
                    .containsKeys("first.training-examples-0", "first.trainer-commands-0");
            try (var loader = ModelLoader.of(ModelsConfig.settings(topics.settings("a")), Taxonomy.standard());
                    var model = loader.load(champion)) {
                assertThat(model.version()).isEqualTo(champion.getVersion());
            }
            until(() -> !Files.exists(topics.data("a").resolve("training")));
            until(() -> topics.lastReport().getState() == TrainerState.ACCUMULATING
                    && "published".equals(topics.lastReport().getLastOutcome()));
            assertThat(topics.lastReport().getExamples()).isEqualTo(30);
            assertThat(topics.lastReport().getTrigger())
                    .isEqualTo("this is the first training on the stream, and there are 30 examples");
            assertThat(Metric.TRAININGS
                            .counter(topics.meters, "published", "first")
                            .count())
                    .isEqualTo(1);
            assertThat(Metric.GATE_VERDICTS.counter(topics.meters, "passed").count())
                    .isEqualTo(1);
            assertThat(topics.meters
                            .get(Metric.TRAINING_SCORE.meter())
                            .tag("score", "silver.accuracy")
                            .gauge()
                            .value())
                    .isCloseTo(0.9, within(0.1));
            assertThat(topics.meters.get(Metric.TRAINER_LAG.meter()).gauge().value())
                    .isZero();
            assertThat(topics.meters.get("kafka.consumer.connection.count").gauges())
                    .as("who takes in examples, who takes in feedback, and who leads")
                    .hasSize(3);
            assertThat(topics.meters.get("kafka.producer.connection.count").gauges())
                    .hasSize(1);
        }
        assertThat(topics.lastReport().getState()).isEqualTo(TrainerState.STOPPED);
        assertThat(topics.meters.getMeters())
                .noneMatch(meter -> meter.getId().getName().startsWith("kafka."));
    }

    @Test
    @Tag("full")
    void shouldAnnounceWhatFailsTheGateAsRejectedAndNotRepeatIt(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "fails.", directory).with(TrainConfig.AFTER_EXAMPLES, 40);
        var quick = new QuickTraining();
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> topics.champion() != null);
            var champion = topics.champion();
            quick.passes = false;
            topics.examples(30, 80);
            until(() -> topics.all().size() == 2);
            Thread.sleep(A_WHILE.toMillis());
            var rejected = topics.all().get(1);
            assertThat(rejected.getStage()).isEqualTo(ModelStage.REJECTED);
            assertThat(rejected.getGateReasons()).containsExactly("There are too few items.");
            assertThat(rejected.getParent())
                    .isEqualTo(Objects.requireNonNull(champion).getVersion());
            assertThat(topics.champion()).isEqualTo(champion);
            assertThat(quick.asked).hasSize(2);
            assertThat(Metric.GATE_VERDICTS.counter(topics.meters, "failed").count())
                    .isEqualTo(1);
        }
    }

    @Test
    @Tag("full")
    void shouldNotRepeatWhatIsImpossibleUntilItIsAskedTo(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "impossible.", directory);
        var quick = new QuickTraining();
        quick.impossible = true;
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> "impossible".equals(topics.lastReport().getLastOutcome()));
            assertThat(topics.lastReport().getLastReasons()).containsExactly("Too few texts.");
            Thread.sleep(A_WHILE.toMillis());
            assertThat(quick.asked).hasSize(1);
            quick.impossible = false;
            topics.command();
            until(() -> topics.champion() != null);
        }
    }

    @Test
    @Tag("full")
    void shouldAnswerACommandOnce(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "command.", directory);
        var quick = new QuickTraining();
        topics.examples(0, 5);
        topics.command();
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> "published".equals(topics.lastReport().getLastOutcome()));
        }
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(trainer::leads);
            Thread.sleep(A_WHILE.toMillis());
            assertThat(quick.asked).hasSize(1);
            topics.command();
            until(() -> topics.all().size() == 2);
        }
    }

    @Test
    @Tag("full")
    void shouldHandTheLeadOver(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "two.", directory);
        var first = new QuickTraining();
        var second = new QuickTraining();
        first.holds = true;
        try (var a = topics.trainer("a", first);
                var b = topics.trainer("b", second)) {
            a.start();
            until(a::leads);
            b.start();
            until(b::isReady);
            topics.examples(0, 30);
            until(() -> !first.asked.isEmpty());
            assertThat(b.leads()).isFalse();
            a.close();
            until(() -> topics.champion() != null);
            assertThat(b.leads()).isTrue();
            assertThat(second.asked).hasSize(1);
        }
        // The training that was stopped is not gone on with: a later one was announced.
        first.holds = false;
        try (var a = topics.trainer("a", first)) {
            a.start();
            until(a::leads);
            until(() -> !Files.exists(topics.data("a").resolve("training")));
            assertThat(topics.all()).hasSize(1);
        }
    }

    @Test
    @Tag("full")
    void shouldGoOnWithATrainingThatWasStopped(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "resume.", directory);
        var quick = new QuickTraining();
        quick.holds = true;
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> !quick.asked.isEmpty());
        }
        topics.examples(30, 60);
        quick.holds = false;
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> topics.champion() != null);
        }
        var before = quick.asked.get(0);
        var after = quick.asked.get(1);
        assertThat(after.texts()).hasSize(30).isEqualTo(before.texts()).isSorted();
        assertThat(after.request().version()).isEqualTo(before.request().version());
        assertThat(after.request().offsets()).isEqualTo(before.request().offsets());
        assertThat(topics.champion())
                .extracting(ModelVersion::getVersion)
                .isEqualTo(before.request().version());
    }

    @Test
    @Tag("full")
    void shouldGoOnWithATrainingThatWasKilled(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "killed.", directory);
        topics.examples(0, 30);
        String version;
        try (var child = ChildJvm.start(
                directory.resolve("output"),
                TrainingProcess.class,
                kafka.bootstrapServers(),
                kafka.schemaRegistryUrl(),
                "killed.",
                directory.toString())) {
            until(() -> topics.lastReport().getStage() != null);
            version = topics.lastReport().getVersion();
            child.kill();
        }
        topics.examples(30, 60);
        var quick = new QuickTraining();
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> topics.champion() != null);
        }
        assertThat(topics.champion()).extracting(ModelVersion::getVersion).isEqualTo(version);
        assertThat(quick.asked)
                .singleElement()
                .satisfies(asked -> assertThat(asked.texts()).hasSize(30));
    }

    @Test
    void shouldAnnounceWhatOneThatDiedHasUploaded(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "died.", directory);
        var quick = new QuickTraining();
        quick.afterwards = candidate -> new VersionPublisher(new DirectoryStore(topics.store()), null)
                .publish(candidate.packaged(Map.of()), ModelStage.CHAMPION);
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> topics.champion() != null);
        }
        assertThat(quick.asked).hasSize(1);
    }

    @Test
    @Tag("full")
    void shouldLeaveAsItIsWhatOneThatDiedHasAnnounced(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "announced.", directory);
        var quick = new QuickTraining();
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> topics.champion() != null);
        }
        var champion = Objects.requireNonNull(topics.champion());
        var jobs = new JobDirectory(topics.data("a"));
        jobs.prepare();
        Files.write(jobs.texts(), gzip());
        var job = new TrainingJob(
                champion.getVersion(),
                new Trigger(Trigger.Reason.FIRST, "it died"),
                null,
                champion.getTrainedOffsets(),
                0,
                0,
                new RoleShares(Map.of()));
        jobs.begin(job);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> quick.asked.size() == 2 && !Files.exists(jobs.texts()));
        }
        assertThat(topics.all()).containsExactly(champion);
    }

    private static byte[] gzip() throws Exception {
        var bytes = new ByteArrayOutputStream();
        new GZIPOutputStream(bytes).close();
        return bytes.toByteArray();
    }

    @Test
    void shouldDropATrainingWhenALaterVersionIsAnnounced(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "surpassed.", directory);
        var quick = new QuickTraining();
        quick.holds = true;
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> !quick.asked.isEmpty());
            topics.announce(TrainerTopics.byHand(TrainerTopics.LATER));
            until(() -> !Files.exists(topics.data("a").resolve("training")));
        }
        assertThat(topics.all()).extracting(ModelVersion::getVersion).containsExactly(TrainerTopics.LATER);
    }

    @Test
    void shouldBecomeChallengerWhereAnotherIsChampionMeanwhile(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "meanwhile.", directory);
        var quick = new QuickTraining();
        quick.holds = true;
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> !quick.asked.isEmpty());
            topics.announce(TrainerTopics.byHand("by-hand"));
            quick.holds = false;
            until(() -> topics.all().size() == 2);
        }
        assertThat(topics.versions().challenger(TrainerTopics.MODEL))
                .get()
                .extracting(ModelVersion::getVersion)
                .isEqualTo(quick.asked.get(0).request().version());
        assertThat(topics.champion()).extracting(ModelVersion::getVersion).isEqualTo("by-hand");
    }

    @Test
    @Tag("full")
    void shouldRemoveOldVersionsOfItsOwn(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "old.", directory).with(TrainConfig.KEEP_VERSIONS, 1);
        var quick = new QuickTraining();
        topics.announce(ModelVersion.newBuilder(TrainerTopics.byHand("by-hand"))
                .setStage(ModelStage.RETIRED)
                .build());
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            for (int i = 1; i <= 3; i++) {
                int trained = i;
                until(() -> quick.asked.size() == trained
                        && topics.lastReport().getLastOutcome() != null
                        && version(quick, trained - 1)
                                .equals(topics.lastReport().getLastVersion()));
                topics.command();
            }
            until(() -> quick.asked.size() == 4);
            until(() -> topics.all().stream()
                    .map(ModelVersion::getVersion)
                    .toList()
                    .equals(List.of(version(quick, 2), version(quick, 3), "by-hand")));
            until(() -> !Files.exists(topics.store().resolve("roberta").resolve(version(quick, 0))));
            assertThat(topics.store().resolve("roberta").resolve(version(quick, 2)))
                    .exists();
            assertThat(topics.store().resolve("roberta").resolve(version(quick, 3)))
                    .exists();
        }
    }

    private static String version(QuickTraining quick, int training) {
        return quick.asked.get(training).request().version();
    }

    @Test
    void shouldTrainOnceWithoutLeading(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "once.", directory);
        topics.examples(0, 30);
        var quick = new QuickTraining();
        try (var trainer = topics.trainer("a", quick)) {
            var outcome = trainer.once(() -> false);
            assertThat(outcome.kind()).isEqualTo(TrainingOutcome.Kind.PUBLISHED);
            assertThat(topics.champion()).extracting(ModelVersion::getVersion).isEqualTo(outcome.version());
        }
        assertThat(quick.asked.get(0).texts()).hasSize(30);
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }
}
