package io.rolestream.stream.recommending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.FileException;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.stream.recommending.index.IndexedTopics;
import io.rolestream.stream.recommending.index.JobIndexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A recommender that starts again continues with the index of jobs on its disk, where that is right. */
@Tag("full")
class RecommenderDiskTest {
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
        market.submit("r1", "spark", DATA);
        market.post("j1", "spark");
        market.post("j2", "spark, airflow");
        market.post("j3", "cobol");
    }

    @AfterEach
    void close() throws Exception {
        market.close();
    }

    /** Notes the postings that profiles are made of. */
    private static final class Noting extends WordMatcher {
        private final Set<String> made = ConcurrentHashMap.newKeySet();

        Noting() {
            super("1");
        }

        @Override
        public CompletableFuture<Profile> profile(Posting posting, RoleBelief roles) {
            made.add(posting.jobId());
            return super.profile(posting, roles);
        }
    }

    @Test
    void shouldContinueFromTheDisk() throws Exception {
        assertThat(madeWhile(List.of("j1", "j2"))).containsExactlyInAnyOrder("j1", "j2", "j3");
        market.post("j4", "spark, kafka");
        market.delete(market.topics().jobs(), "j1");

        assertThat(madeWhile(List.of("j2", "j4"))).containsExactly("j4");
        assertThat(market.directory()).isDirectoryContaining(path -> isIndex(path));
    }

    @Test
    void shouldReadTopicsAgainThatWereCreatedAgainMeanwhile() throws Exception {
        madeWhile(List.of("j1", "j2"));
        List<String> names = List.of(market.topics().jobs(), market.topics().labelledJobs());
        market.kafka().admin().deleteTopics(names).all().get();
        await().atMost(JobMarket.PATIENCE)
                .until(() -> market.kafka().admin().listTopics().names().get().stream()
                        .noneMatch(names::contains));
        TopicAdmin.create(market.kafka().admin(), new TopicCatalogue(market.topics(), JobMarket.PARTITIONS), (short) 1);
        for (String id : List.of("k1", "k2", "k3", "k4")) {
            market.post(id, "spark");
        }

        assertThat(madeWhile(List.of("k1", "k2", "k3"))).containsExactlyInAnyOrder("k1", "k2", "k3", "k4");
    }

    @Test
    void shouldReadTheTopicAgainThatMayHaveForgottenDeletions() throws Exception {
        madeWhile(List.of("j1", "j2"));
        market.kafka().set(market.topics().jobs(), TopicConfig.DELETE_RETENTION_MS_CONFIG, "1");

        assertThat(madeWhile(List.of("j1", "j2"))).containsExactlyInAnyOrder("j1", "j2", "j3");
    }

    @Test
    void shouldNotHaveCaughtUpWithRecordsOfWhichItHasIndexedSome() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        WordMatcher matcher = new WordMatcher("1") {
            @Override
            public CompletableFuture<Profile> profile(Posting posting, RoleBelief roles) {
                return broken.get()
                        ? CompletableFuture.failedFuture(
                                new EngineBrokenException("out of memory", new IllegalStateException()))
                        : super.profile(posting, roles);
            }
        };
        Settings settings = market.settings(Map.of());
        try (JobIndexes disk = new JobIndexes(market.directory());
                IndexedTopics index = new IndexedTopics(
                        Cluster.of(settings, market.kafka().registry()), matcher, 1_000, false, disk)) {
            await().atMost(JobMarket.PATIENCE).until(() -> caughtUp(index));
            broken.set(true);
            market.post("j4", "spark");

            await().atMost(JobMarket.PATIENCE)
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> caughtUp(index)).isInstanceOf(EngineBrokenException.class));

            assertThat(index.isCaughtUp()).isFalse();
            broken.set(false);
            await().atMost(JobMarket.PATIENCE).until(() -> caughtUp(index));
            assertThat(index.texts().size(Side.JOB)).isEqualTo(4);
        }
    }

    private static boolean caughtUp(IndexedTopics index) throws InterruptedException {
        index.poll(Duration.ofMillis(100), Instant.now());
        return index.isCaughtUp();
    }

    @Test
    void shouldRecommendWithoutADirectory() throws Exception {
        Path file = Files.writeString(market.directory().resolve("file"), "");
        try (RecommenderService service = market.recommender(Map.of(RecommenderConfig.DIRECTORY, file.toString()))) {
            service.start();
            awaitJobs(List.of("j1", "j2"));
        }
    }

    @Test
    void shouldRecommendOnceTheDiskFails() throws Exception {
        WordMatcher failing = new WordMatcher("1") {
            @Override
            public MatchIndex.OnDisk openIndex(Path directory) throws FileException {
                MatchIndex.OnDisk index = super.openIndex(directory);
                return (MatchIndex.OnDisk) Proxy.newProxyInstance(
                        MatchIndex.class.getClassLoader(),
                        new Class<?>[] {MatchIndex.OnDisk.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("commit")) {
                                throw new UncheckedIOException(new IOException("No space left on device"));
                            }
                            return method.invoke(index, arguments);
                        });
            }
        };
        try (RecommenderService service = market.recommender(new FixedMatcher(() -> failing), Map.of())) {
            service.start();
            awaitJobs(List.of("j1", "j2"));
            market.post("j4", "spark, kafka");
            awaitJobs(List.of("j1", "j2", "j4"));
        }
    }

    /** Runs a recommender until a list stands, and returns the postings that it made profiles of. */
    private Set<String> madeWhile(List<String> jobs) throws Exception {
        Noting matcher = new Noting();
        try (RecommenderService service = market.recommender(new FixedMatcher(() -> matcher), Map.of())) {
            service.start();
            awaitJobs(jobs);
            await().atMost(JobMarket.PATIENCE).until(service::isReady);
        }
        return matcher.made;
    }

    private void awaitJobs(List<String> jobs) {
        await().atMost(JobMarket.PATIENCE)
                .untilAsserted(() -> assertThat(market.jobsOfResumes()).containsEntry("r1", jobs));
    }

    private static boolean isIndex(Path path) {
        return Files.isDirectory(path) && path.getFileName().toString().startsWith("jobs-");
    }
}
