package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.metrics.Metric;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.loading.ChampionSupply;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.MatchTrainConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.examples.ChildJvm;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.sources.GeneratedMatches;
import io.rolestream.trainer.matching.store.MatchStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that learns the recommender's models from feedback on a broker, with a base of random weights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class MatchTrainerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    static final Duration A_WHILE = Duration.ofSeconds(3);
    static final MatchingData DATA = GeneratedMatches.of(180, 100, 0, 5);

    /** In an order in which the first half is of nearly all resumes. */
    static final List<GradedMatch> SUITING = DATA.matches().stream()
            .filter(GradedMatch::suits)
            .sorted(Comparator.comparingInt(match -> (match.resumeId() + match.jobId()).hashCode()))
            .toList();

    private static final String BASE = "base";
    static final int HALF = SUITING.size() / 2;

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    private TrainerTopics topics(String prefix, Path directory, String models) throws Exception {
        return topics(kafka, prefix, directory, models);
    }

    /** Begins a training of the matcher with the first half of the matches. */
    static TrainerTopics topics(EmbeddedKafka kafka, String prefix, Path directory, String models) throws Exception {
        TinyModel.write(directory.resolve(BASE), 1);
        return matcherOnly(new TrainerTopics(kafka, prefix, directory), directory)
                .with(MatchTrainConfig.MODELS, models)
                .with(MatchTrainConfig.MIN_PAIRS, HALF);
    }

    /** @param directory with the base */
    static TrainerTopics matcherOnly(TrainerTopics topics, Path directory) {
        return topics.with(MatchTrainConfig.MODELS, "matcher")
                .with(MatchTrainConfig.BASE, directory.resolve(BASE))
                .with(MatchTrainConfig.REWARD_BASE, directory.resolve(BASE))
                .with(MatchTrainConfig.AFTER_PAIRS, 100)
                .with(MatchTrainConfig.EPOCHS, 1)
                .with(TrainConfig.THREADS, 1);
    }

    private SimulatedFeedback feedback(String prefix) {
        return new SimulatedFeedback(new Topics(prefix), kafka.bootstrapServers(), kafka.registry());
    }

    @Test
    void shouldLearnTheMatcherFromFeedbackAndThenTheRewardModelBehindIt(@TempDir Path directory) throws Exception {
        var topics = topics("match.", directory, "all");
        var matching = new QuickMatching();
        try (var feedback = feedback("match.");
                var trainer = topics.trainer("a", null, new QuickTraining(), matching);
                var supply = new ChampionSupply<>(
                        topics.cluster("a"),
                        VersionTask.MATCHER,
                        VersionTask.EMBEDDER,
                        ModelLoader.of(ModelsConfig.settings(topics.settings("b")), Taxonomy.standard()),
                        verified -> TestedModel.open(
                                VersionTask.EMBEDDER,
                                verified.checkpoint(),
                                ModelsConfig.settings(topics.settings("b")).inference(),
                                null),
                        topics.meters)) {
            supply.start();
            trainer.start();
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF - 10));
            until(() -> report(topics, "matcher").getExamples() == HALF - 10);
            assertThat(report(topics, "matcher").getWaitsFor())
                    .isEqualTo("%,d pairs that suit (%,d so far) or a command".formatted(HALF, HALF - 10));
            assertThat(matching.asked).isEmpty();
            feedback.reactions(SUITING.subList(HALF - 10, HALF));
            until(() -> champion(topics, "reward") != null);

            var matcher = Objects.requireNonNull(champion(topics, "matcher"));
            assertThat(matcher.getTrainedOffsets()).containsKey("match.job-feedback-0");
            assertThat(matching.versions(VersionTask.EMBEDDER)).containsExactly(matcher.getVersion());
            var asked = matching.asked.get(1);
            assertThat(asked.task()).isEqualTo(VersionTask.RERANKER);
            assertThat(asked.request().champions().matcher()).isNotNull();
            assertThat(asked.request().champions().reward()).isNull();
            until(() -> "published".equals(report(topics, "reward").getLastOutcome()));
            var change =
                    Objects.requireNonNull(Awaitility.await().atMost(PATIENCE).until(supply::poll, one -> one != null));
            try (var taken = Objects.requireNonNull(change.champion())) {
                assertThat(taken.version()).isEqualTo(matcher.getVersion());
            }
            assertThat(Metric.MATCH_TRAININGS
                            .counter(topics.meters, "matcher", "published")
                            .count())
                    .isEqualTo(1);
            assertThat(topics.meters.get(Metric.PAIRS.meter()).gauge().value()).isEqualTo(HALF);
            assertThat(topics.data("a").resolve("matcher").resolve("training")).doesNotExist();
        }
        assertThat(report(topics, "matcher").getState()).isEqualTo(TrainerState.STOPPED);
    }

    @Test
    void shouldRejectAMatcherThatIsNoBetterThanTheChampion(@TempDir Path directory) throws Exception {
        var topics = topics("worse.", directory, "matcher").with(MatchTrainConfig.AFTER_PAIRS, SUITING.size() - HALF);
        var matching = new QuickMatching();
        try (var feedback = feedback("worse.");
                var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
            trainer.start();
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF));
            until(() -> champion(topics, "matcher") != null);
            var champion = Objects.requireNonNull(champion(topics, "matcher"));
            matching.passes = false;
            feedback.reactions(SUITING.subList(HALF, SUITING.size()));
            until(() -> topics.versions().versions("matcher").size() == 2);

            var rejected = topics.versions().versions("matcher").get(1).version();
            assertThat(rejected.getStage()).isEqualTo(ModelStage.REJECTED);
            assertThat(rejected.getParent()).isEqualTo(champion.getVersion());
            assertThat(rejected.getGateReasons()).anyMatch(reason -> reason.startsWith("not clearly better than "));
            assertThat(champion(topics, "matcher")).isEqualTo(champion);
            Thread.sleep(A_WHILE.toMillis());
            assertThat(matching.asked).hasSize(2);
        }
    }

    @Test
    void shouldAnswerEachModelsCommandOnce(@TempDir Path directory) throws Exception {
        var topics = topics("asked.", directory, "matcher").with(MatchTrainConfig.MIN_PAIRS, 100_000);
        var matching = new QuickMatching();
        var roles = new QuickTraining();
        try (var feedback = feedback("asked.")) {
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF));
            try (var trainer = topics.trainer("a", null, roles, matching)) {
                trainer.start();
                until(() -> report(topics, "matcher").getExamples() == HALF);
                TrainerCommands.trainNow(topics.cluster("a"), "matcher", "ann");
                topics.command();
                until(() -> champion(topics, "matcher") != null && topics.champion() != null);
                until(() -> "published".equals(report(topics, "matcher").getLastOutcome()));
            }
            assertThat(report(topics, "matcher").getTrigger()).startsWith("requested by ann (at ");
            try (var trainer = topics.trainer("a", null, roles, matching)) {
                trainer.start();
                until(trainer::leads);
                Thread.sleep(A_WHILE.toMillis());
            }
        }
        // One that has to make room for a training of roles continues under its version.
        assertThat(matching.asked.stream()
                        .map(asked -> asked.request().version())
                        .distinct())
                .hasSize(1);
        assertThat(roles.asked).hasSize(1);
    }

    @Test
    void shouldContinueAStoppedTrainingWithTheSamePairs(@TempDir Path directory) throws Exception {
        var topics = topics("stopped.", directory, "matcher");
        var matching = new QuickMatching();
        matching.holds = true;
        try (var feedback = feedback("stopped.")) {
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF));
            try (var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
                trainer.start();
                until(() -> matching.asked.size() == 1);
            }
            feedback.reactions(SUITING.subList(HALF, SUITING.size()));
            matching.holds = false;
            try (var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
                trainer.start();
                until(() -> champion(topics, "matcher") != null);
            }
        }
        var before = matching.asked.get(0).request();
        var after = matching.asked.get(1).request();
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.data().matches()).isEqualTo(before.data().matches()).hasSize(HALF);
        assertThat(after.offsets()).isEqualTo(before.offsets());
    }

    @Test
    void shouldContinueAKilledTrainingAndPublishItOnce(@TempDir Path directory) throws Exception {
        var topics = topics("killed.", directory, "matcher");
        var matching = new QuickMatching();
        String version;
        try (var feedback = feedback("killed.")) {
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF));
            try (var child = ChildJvm.start(
                    directory.resolve("output"),
                    TrainingProcess.class,
                    kafka.bootstrapServers(),
                    kafka.schemaRegistryUrl(),
                    "killed.",
                    directory.toString(),
                    Integer.toString(HALF))) {
                until(() -> report(topics, "matcher").getVersion() != null
                        && Files.exists(topics.data("a").resolve("matcher/training/job.json")));
                version = report(topics, "matcher").getVersion();
                child.kill();
            }
            feedback.reactions(SUITING.subList(HALF, HALF + 20));
            try (var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
                trainer.start();
                until(() -> champion(topics, "matcher") != null);
            }
        }
        assertThat(matching.versions(VersionTask.EMBEDDER)).containsExactly(version);
        assertThat(matching.asked.get(0).request().data().matches()).hasSize(HALF);
        assertThat(topics.versions().versions("matcher")).hasSize(1);
    }

    @Test
    void shouldPublishOnceWhatOneThatDiedHasStored(@TempDir Path directory) throws Exception {
        var topics = topics("died.", directory, "matcher");
        var matching = new QuickMatching();
        matching.afterwards = candidate -> new VersionPublisher(new DirectoryStore(topics.store()), null)
                .publish(candidate.packaged(), ModelStage.CHAMPION);
        try (var feedback = feedback("died.");
                var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF));
            trainer.start();
            until(() -> champion(topics, "matcher") != null);
            Thread.sleep(A_WHILE.toMillis());

            assertThat(matching.asked).hasSize(1);
            assertThat(topics.versions().versions("matcher")).hasSize(1);
        }
    }

    @Test
    void shouldDiscardATrainingThatALaterVersionSurpassedAlsoWhileAnotherLeads(@TempDir Path directory)
            throws Exception {
        var topics = topics("standby.", directory, "matcher");
        var matching = new QuickMatching();
        matching.holds = true;
        Path copy = topics.data("b").resolve("matcher").resolve("training");
        try (var feedback = feedback("standby.")) {
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF));
            try (var trainer = topics.trainer("b", null, new QuickTraining(), matching)) {
                trainer.start();
                until(() -> matching.asked.size() == 1);
            }
        }
        assertThat(copy.resolve("job.json")).exists();
        var later = TrainerTopics.byHand(TrainerTopics.LATER);
        topics.announce(ModelVersion.newBuilder(later).setName("matcher").build());
        topics.with(MatchTrainConfig.MIN_PAIRS, 100_000);
        try (var leader = topics.trainer("a", null, new QuickTraining(), matching)) {
            leader.start();
            until(leader::leads);
            try (var standby = topics.trainer("b", null, new QuickTraining(), matching)) {
                standby.start();
                until(() -> !Files.exists(copy));
                assertThat(standby.leads()).isFalse();
            }
        }
    }

    @Test
    void shouldLearnNothingFromAnErasedResume(@TempDir Path directory) throws Exception {
        var topics = topics("erased.", directory, "matcher");
        var matching = new QuickMatching();
        String erased = SUITING.get(0).resumeId();
        long of = SUITING.subList(0, HALF).stream()
                .filter(match -> match.resumeId().equals(erased))
                .count();
        try (var feedback = feedback("erased.");
                var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
            trainer.start();
            feedback.texts(DATA);
            feedback.reactions(SUITING.subList(0, HALF - 1));
            until(() -> report(topics, "matcher").getExamples() == HALF - 1);
            feedback.erase(erased);
            until(() -> report(topics, "matcher").getExamples() == HALF - 1 - of);
            feedback.reactions(SUITING.subList(HALF, HALF + Math.toIntExact(of) + 1));
            until(() -> champion(topics, "matcher") != null);
        }
        assertThat(matching.asked.get(0).request().data().resumes()).doesNotContainKey(erased);
        assertThat(matching.asked.get(0).request().data().matches())
                .extracting(GradedMatch::resumeId)
                .doesNotContain(erased);
    }

    @Test
    void shouldKeepNothingWhereItTrainsNone(@TempDir Path directory) throws Exception {
        var topics = topics("none.", directory, "none");
        MatchStore.open(topics.data("a")).close();
        Path copy = topics.data("a").resolve("reward").resolve("training");
        Files.createDirectories(copy);
        Files.createFile(copy.resolve("job.json"));
        try (var feedback = feedback("none.");
                var trainer = topics.trainer("a", null, new QuickTraining(), new QuickMatching())) {
            feedback.texts(DATA);
            trainer.start();
            topics.examples(0, 30);
            until(() -> topics.champion() != null);
        }
        assertThat(topics.data("a")).isDirectoryNotContaining("glob:**matches.db*");
        assertThat(copy).doesNotExist();
    }

    private static @Nullable ModelVersion champion(TrainerTopics topics, String model) {
        return topics.versions().champion(model).orElse(null);
    }

    /** The latest report on a model; an empty one before the first. */
    private static TrainerStatus report(TrainerTopics topics, String model) {
        return topics.reports().stream()
                .filter(report -> report.getModelName().equals(model))
                .reduce((earlier, later) -> later)
                .orElseGet(() -> TrainerStatus.newBuilder().build());
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }
}
