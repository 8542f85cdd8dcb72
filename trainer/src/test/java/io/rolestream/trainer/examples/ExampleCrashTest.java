package io.rolestream.trainer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.trainer.accumulator.SourceTopicsOnKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An accumulating process that is killed while records come: whenever that is, each record counts once. */
@Tag("full")
class ExampleCrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    Path directory;

    @Test
    void shouldCountEachRecordOnceWheneverItIsKilled() throws Exception {
        crash(2, 2_000, 500);
    }

    @Test
    @Tag("full")
    void shouldCountEachRecordOnceHoweverOftenItIsKilled() throws Exception {
        crash(30, 30_000, 500);
    }

    private void crash(int kills, int records, int perSecond) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var kafka = EmbeddedKafka.builder().start();
                var topics = SourceTopicsOnKafka.create(kafka, "")) {
            var feed = new Feed(topics, random.nextLong());
            var check = new StoreCheck(directory.resolve("store"));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> feed.send(records, perSecond));
            for (int i = 0; i < kills; i++) {
                try (ChildJvm child = start(kafka, i)) {
                    Thread.sleep(random.nextInt(1_500));
                    assertThat(child.isAlive()).as(child.output()).isTrue();
                    child.kill();
                }
            }
            sending.get();
            try (ChildJvm last = start(kafka, kills)) {
                Awaitility.await().atMost(PATIENCE).until(() -> feed.isTakenIn(check));
                assertThat(last.isAlive()).isTrue();
                assertThat(feed.problems(check)).isEmpty();
                last.kill();
            }
            assertThat(feed.problems(check)).isEmpty();
            assertThatTheCheckSeesWhatIsPlanted(feed, check);
        }
    }

    private ChildJvm start(EmbeddedKafka kafka, int number) throws Exception {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        ChildJvm child = ChildJvm.start(
                logs.resolve(number + ".log"),
                AccumulatingProcess.class,
                kafka.bootstrapServers(),
                kafka.schemaRegistryUrl(),
                directory.resolve("store").toString());
        Awaitility.await().atMost(PATIENCE).until(() -> child.output().contains("accumulating") || !child.isAlive());
        return child;
    }

    private static void assertThatTheCheckSeesWhatIsPlanted(Feed feed, StoreCheck check) throws SQLException {
        check.plant("UPDATE positions SET records = records + 1 WHERE topic = 'training-examples' AND partition = 0");
        assertThat(feed.problems(check)).singleElement().asString().startsWith("records of training-examples");
        check.plant("UPDATE positions SET records = records - 1 WHERE topic = 'training-examples' AND partition = 0");
        check.plant("DELETE FROM resumes WHERE resume_id = (SELECT max(resume_id) FROM resumes)");
        assertThat(feed.problems(check)).isNotEmpty();
    }

    /**
     * Sends what a seed decides, and remembers what must come of it. What is forgotten was never corrected, so that no
     * order between topics matters.
     */
    private static final class Feed {
        private static final List<String> ROLES = List.of("X", "Y", "Z");

        private final SourceTopicsOnKafka topics;
        private final Random random;
        private final StoreModel model = new StoreModel();
        private long examples;
        private long corrections;

        Feed(SourceTopicsOnKafka topics, long seed) {
            this.topics = topics;
            this.random = new Random(seed);
        }

        synchronized void send(int records, int perSecond) {
            Instant start = Instant.now();
            for (int i = 0; i < records; i++) {
                sendOne();
                long ahead = i * 1000L / perSecond
                        - Duration.between(start, Instant.now()).toMillis();
                if (ahead > 20) {
                    topics.flush();
                    sleep(ahead);
                }
            }
            topics.flush();
        }

        private void sendOne() {
            int kind = random.nextInt(10);
            String text = "text " + random.nextInt(2_000) + " with some words behind it".repeat(random.nextInt(30));
            if (kind < 7) {
                String id = (random.nextBoolean() ? "kept" : "passing") + random.nextInt(3_000);
                topics.example(id, text);
                model.apply(Samples.judged(id, text, "X"));
                examples++;
            } else if (kind < 9) {
                String id = "passing" + random.nextInt(3_000);
                topics.forget(id);
                model.apply(new Change.Forgotten(id));
                examples++;
            } else {
                String id = "kept" + random.nextInt(3_000);
                String role = ROLES.get(random.nextInt(ROLES.size()));
                int minute = random.nextInt(1_000_000);
                topics.correct(id, text, role, Samples.NOON.plusSeconds(60L * minute));
                model.apply(Samples.corrected(id, text, role, minute));
                corrections++;
            }
        }

        synchronized boolean isTakenIn(StoreCheck check) throws SQLException {
            return check.records("training-examples") >= examples && check.records("role-corrections") >= corrections;
        }

        synchronized List<String> problems(StoreCheck check) throws SQLException {
            return check.problems(
                    Map.of("training-examples", examples, "role-corrections", corrections), model.examples());
        }

        private static void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
