package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.metrics.Metric;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.Following;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionTopic;
import io.rolestream.models.loading.ChampionSupply.Champion;
import io.rolestream.models.loading.ChampionSupply.Change;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChampionSupplyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults().withPrecision(Precision.FP32);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
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
    void shouldOfferEachChampionAndGoBackWithARollback(@TempDir Path directory) throws Exception {
        VersionTopic topic = VersionTopic.create(kafka, "champions.");
        try (VersionAnnouncer announcer = topic.announcer("ada");
                ChampionSupply<TestedModel> supply = supply(topic.cluster(), directory)) {
            supply.start();
            assertThat(next(supply)).isNull();
            assertThat(supply.isSettled()).isTrue();

            announcer.announce(TaskVersions.publish(directory.resolve("store"), VersionTask.MATCHER, "1", 1));
            assertThat(versionOf(next(supply))).isEqualTo("1");
            announcer.announce(TaskVersions.publish(directory.resolve("store"), VersionTask.MATCHER, "2", 2));
            assertThat(versionOf(next(supply))).isEqualTo("2");
            announcer.rollback(VersionTask.MATCHER, null, "worse");
            assertThat(versionOf(next(supply))).isEqualTo("1");
        }
    }

    @Test
    void shouldKeepTheChampionBeforeIfTheNextIsDamaged(@TempDir Path directory) throws Exception {
        VersionTopic topic = VersionTopic.create(kafka, "damaged.");
        try (VersionAnnouncer announcer = topic.announcer("ada");
                ChampionSupply<TestedModel> supply = supply(topic.cluster(), directory)) {
            announcer.announce(TaskVersions.publish(directory.resolve("store"), VersionTask.MATCHER, "1", 1));
            var damaged = TaskVersions.publish(directory.resolve("store"), VersionTask.MATCHER, "2", 2);
            Files.writeString(directory.resolve("store/matcher/2/modules.json"), "[]");
            announcer.announce(damaged);
            supply.start();

            assertThat(versionOf(next(supply))).isEqualTo("1");
        }
    }

    @Test
    void shouldOnlyOfferGeneratorsThatTheGateHasPassedOrThatAreNamed(@TempDir Path directory) throws Exception {
        VersionTopic topic = VersionTopic.create(kafka, "generators.");
        Path store = directory.resolve("store");
        try (VersionAnnouncer announcer = topic.announcer("ada");
                ChampionSupply<TestedModel> supply =
                        generators(topic.cluster(), directory, new Following.Stage(ModelStage.CHAMPION))) {
            announcer.announce(passed(TaskVersions.publish(store, VersionTask.DESCRIBER, "1", 1)));
            supply.start();
            assertThat(versionOf(next(supply))).isEqualTo("1");
            announcer.announce(TaskVersions.publish(store, VersionTask.DESCRIBER, "2", 2));
            await().atMost(PATIENCE).until(() -> refusals("gate") == 1);
            assertThat(supply.poll()).isNull();
            announcer.announce(passed(TaskVersions.publish(store, VersionTask.DESCRIBER, "3", 3)));
            assertThat(versionOf(next(supply))).isEqualTo("3");
            announcer.rollback(VersionTask.DESCRIBER, "1", "worse");
            assertThat(versionOf(next(supply))).isEqualTo("1");
        }
        try (ChampionSupply<TestedModel> supply = generators(topic.cluster(), directory, new Following.Pinned("2"))) {
            supply.start();
            assertThat(versionOf(next(supply))).isEqualTo("2");
        }
    }

    private static ModelVersion passed(ModelVersion version) {
        return AnnouncedVerdict.withVerdict(version, new StatedVerdict(VerdictKind.PASSED, List.of("better")));
    }

    private double refusals(String code) {
        return Metric.MODEL_REFUSALS.counter(meters, code).count();
    }

    private ChampionSupply<TestedModel> generators(Cluster cluster, Path directory, Following following) {
        return new ChampionSupply<>(
                cluster,
                VersionTask.DESCRIBER,
                VersionTask.GENERATOR,
                loader(directory),
                version -> TestedModel.open(VersionTask.GENERATOR, version.checkpoint(), OPTIONS, null),
                following,
                meters);
    }

    private static ModelLoader loader(Path directory) {
        return new ModelLoader(
                new DirectoryStore(directory.resolve("store")),
                new ModelCache(directory.resolve("cache"), 3, Long.MAX_VALUE),
                null,
                Taxonomy.standard(),
                OPTIONS);
    }

    private static ChampionSupply<TestedModel> supply(Cluster cluster, Path directory) {
        return new ChampionSupply<>(
                cluster,
                VersionTask.MATCHER,
                VersionTask.EMBEDDER,
                loader(directory),
                version -> TestedModel.open(VersionTask.EMBEDDER, version.checkpoint(), OPTIONS, null),
                new SimpleMeterRegistry());
    }

    private static @Nullable Champion<TestedModel> next(ChampionSupply<TestedModel> supply) {
        Change<TestedModel> change = await().atMost(PATIENCE).until(supply::poll, found -> found != null);
        return change.champion();
    }

    private static @Nullable String versionOf(@Nullable Champion<TestedModel> champion) {
        if (champion == null) {
            return null;
        }
        try (champion) {
            return champion.version();
        }
    }
}
