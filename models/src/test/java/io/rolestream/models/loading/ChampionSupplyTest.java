package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
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

    private static ChampionSupply<TestedModel> supply(Cluster cluster, Path directory) {
        ModelLoader loader = new ModelLoader(
                new DirectoryStore(directory.resolve("store")),
                new ModelCache(directory.resolve("cache"), 3, Long.MAX_VALUE),
                null,
                Taxonomy.standard(),
                OPTIONS);
        return new ChampionSupply<>(
                cluster,
                VersionTask.MATCHER,
                VersionTask.EMBEDDER,
                loader,
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
