package io.rolestream.stream.recommending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.MatchCause;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import io.rolestream.stream.recommending.index.MatcherSupply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other versions take over whole, and several instances share the lists. */
@Tag("full")
class RecommenderVersionsTest {
    private static final String DATA = "Data Engineer";

    private static EmbeddedKafka broker;
    private JobMarket market;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        market = new JobMarket(broker.bootstrapServers());
    }

    @AfterEach
    void close() throws Exception {
        market.close();
    }

    /** Hands out matchers when the test says so. */
    private static final class Scripted implements MatcherSupply {
        private final AtomicReference<@Nullable Matcher> next = new AtomicReference<>();

        void offer(String version) {
            offer(new WordMatcher(version));
        }

        void offer(Matcher matcher) {
            next.set(matcher);
        }

        @Override
        public void start() {}

        @Override
        public @Nullable Matcher poll() {
            return next.getAndSet(null);
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldSwapTheMatcherWhileTextsCome() throws Exception {
        Scripted matchers = new Scripted();
        matchers.offer("1");
        try (RecommenderService service = market.recommender(matchers, Map.of())) {
            service.start();
            for (int i = 0; i < 30; i++) {
                market.submit("r" + i, "spark, skill" + i, DATA);
                market.post("j" + i, "skill" + i);
                if (i == 15) {
                    awaitLists(10);
                    matchers.offer("2");
                }
            }

            await().atMost(JobMarket.PATIENCE).untilAsserted(() -> {
                Map<String, JobRecommendations> last = last();
                assertThat(last).hasSize(30);
                last.forEach((resume, list) -> {
                    assertThat(list.getVersions().getMatcher()).isEqualTo("words@2");
                    assertThat(list.getJobs()).isNotEmpty();
                    assertThat(list.getJobs().get(0).getId()).isEqualTo("j" + resume.substring(1));
                    assertThat(list.getJobs().get(0).getReasons().get(0)).startsWith("2:");
                });
            });
            assertCounted();
            assertThat(market.jobLists())
                    .anySatisfy(
                            list -> assertThat(list.getVersions().getMatcher()).isEqualTo("words@1"));
            assertThat(market.jobLists())
                    .anySatisfy(list -> assertThat(list.getCause()).isEqualTo(MatchCause.VERSION));
        }
    }

    @Test
    void shouldKeepListsOfWhatCameWhileAnotherMatcherIsIndexed() throws Exception {
        Scripted matchers = new Scripted();
        matchers.offer("1");
        try (RecommenderService service = market.recommender(matchers, Map.of())) {
            service.start();
            market.submit("r1", "spark", DATA);
            market.post("j1", "spark");
            awaitLists(1);
            CompletableFuture<String> gate = new CompletableFuture<>();
            CountDownLatch indexing = new CountDownLatch(1);
            matchers.offer(new WordMatcher("2") {
                @Override
                public CompletableFuture<Profile> profile(Candidate candidate, RoleBelief roles) {
                    indexing.countDown();
                    return gate.thenCompose(open -> super.profile(candidate, roles));
                }
            });
            assertThat(indexing.await(JobMarket.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            market.submit("r2", "airflow", DATA);
            awaitLists(2);
            gate.complete("open");

            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(last().values())
                            .allSatisfy(list ->
                                    assertThat(list.getVersions().getMatcher()).isEqualTo("words@2")));
            assertCounted();
            assertThat(market.records(market.topics().jobRecommendations()))
                    .noneMatch(written -> written.value() == null);
        }
    }

    @Test
    void shouldBuildAnIndexAgainThatFailedOnce() throws Exception {
        Scripted matchers = new Scripted();
        AtomicInteger tries = new AtomicInteger();
        matchers.offer(new WordMatcher("1") {
            @Override
            public MatchIndex newIndex() {
                if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("no index at the first attempt");
                }
                return super.newIndex();
            }
        });
        try (RecommenderService service = market.recommender(matchers, Map.of())) {
            service.start();
            market.submit("r1", "spark", DATA);

            awaitLists(1);
            assertThat(tries).hasValueGreaterThan(1);
        }
    }

    @Test
    void shouldShareTheListsAndTakeOverFromAnother() throws Exception {
        try (RecommenderService one = market.recommender(Map.of("instance.id", "one"))) {
            one.start();
            try (RecommenderService two = market.recommender(Map.of())) {
                two.start();
                await().atMost(JobMarket.PATIENCE).until(() -> one.isReady() && two.isReady());
                for (int i = 0; i < 20; i++) {
                    market.submit("r" + i, "skill" + i, DATA);
                    market.post("j" + i, "skill" + i);
                }
                awaitLists(20);
            }
            for (int i = 0; i < 20; i++) {
                market.post("k" + i, "skill" + i + ", more");
            }

            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> last().forEach((resume, list) -> assertThat(list.getJobs())
                            .extracting(match -> match.getId())
                            .startsWith("j" + resume.substring(1), "k" + resume.substring(1))));
            assertCounted();
        }
    }

    @Test
    void shouldFollowTheChampionsOfABiEncoderAndARewardModel(@TempDir Path directory) throws Exception {
        Settings settings = market.settings(Map.of(
                RecommenderConfig.EMBEDDER,
                VersionTask.MATCHER,
                RecommenderConfig.RERANKER,
                VersionTask.REWARD,
                RecommenderConfig.DIRECTORY,
                directory.resolve("recommender").toString(),
                ModelsConfig.STORE,
                directory.resolve("store").toString(),
                ModelsConfig.CACHE_DIRECTORY,
                directory.resolve("cache").toString(),
                ModelsConfig.PRECISION,
                "fp32"));
        Cluster cluster = Cluster.of(settings, market.kafka().registry());
        market.submit("r1", "spark, airflow", DATA);
        market.post("j1", "airflow, spark");
        try (VersionAnnouncer announcer = new VersionAnnouncer(cluster, "ada", SigningKeys.NONE);
                RecommenderService service = RecommenderService.of(
                        cluster, RecommenderConfig.settings(settings, market.topics()), new SimpleMeterRegistry())) {
            service.start();
            awaitLists(1);
            assertThat(Objects.requireNonNull(last().get("r1")).getVersions().getEmbedder())
                    .isNull();

            announcer.announce(TaskVersions.publish(directory.resolve("store"), VersionTask.MATCHER, "1", 1));
            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(Objects.requireNonNull(last().get("r1"))
                                    .getVersions()
                                    .getEmbedder())
                            .isNotNull());
            deleteWeights(directory.resolve("cache")); // as the cache may, once a version was loaded
            announcer.announce(TaskVersions.publish(directory.resolve("store"), VersionTask.REWARD, "1", 2));
            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(Objects.requireNonNull(last().get("r1"))
                                    .getVersions()
                                    .getReranker())
                            .isNotNull());

            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(() -> assertThat(Objects.requireNonNull(last().get("r1")).getJobs().stream()
                                    .flatMap(match -> match.getParts().stream())
                                    .map(part -> part.getName()))
                            .contains("embedding", "reward"));
            assertThat(directory.resolve("recommender"))
                    .isDirectoryContaining(file -> file.getFileName().toString().startsWith("postings-"));
            assertCounted();
        }
    }

    private static void deleteWeights(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            List<Path> weights = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toList();
            assertThat(weights).isNotEmpty();
            for (Path file : weights) {
                Files.delete(file);
            }
        }
    }

    private void awaitLists(int count) {
        await().atMost(JobMarket.PATIENCE).until(() -> last().size() >= count);
    }

    private Map<String, JobRecommendations> last() {
        Map<String, JobRecommendations> last = new HashMap<>();
        market.jobLists().forEach(list -> last.put(list.getResumeId(), list));
        return last;
    }

    /** Revisions count up by one, and none repeats what the one before says. */
    private void assertCounted() {
        Map<String, List<Object>> before = new HashMap<>();
        Map<String, Integer> revisions = new HashMap<>();
        for (JobRecommendations list : market.jobLists()) {
            String id = list.getResumeId();
            assertThat(list.getRevision()).as(id).isEqualTo(revisions.merge(id, 1, Integer::sum));
            List<Object> says = List.of(
                    list.getContentHash(),
                    String.valueOf(list.getRole()),
                    list.getVersions(),
                    list.getJobs().stream()
                            .map(match ->
                                    match.getId() + match.getReasons() + match.getMatchedSkills() + match.getRole())
                            .toList());
            assertThat(says).as(id).isNotEqualTo(before.put(id, says));
        }
    }
}
