package io.rolestream.system.recommending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.events.Job;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.Resume;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.RecommenderProcess;
import io.rolestream.system.recommending.MarketHistory.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two recommenders that share the lists, killed and stopped while resumes and postings come, change and go. */
@Tag("chaos")
@Timeout(600)
class RecommenderCrashTest {
    private static final int TOP = 5;
    private static final int ROUNDS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> SKILLS = List.of(
            "java",
            "spring boot",
            "python",
            "spark",
            "airflow",
            "etl",
            "kubernetes",
            "docker",
            "aws",
            "terraform",
            "react",
            "typescript",
            "node.js",
            "sql",
            "postgresql",
            "c#",
            ".net",
            "jira",
            "scrum",
            "siem",
            "splunk");
    private static final Map<String, String> SETTINGS = Map.of(
            "recommend.top", Integer.toString(TOP),
            "recommend.refresh.interval", "500ms",
            "recommend.label.wait", "20s",
            "recommend.sweep.interval", "4s");

    private final Random random = new Random(7);

    @Test
    void shouldWriteEachListOnceWhileRecommendersAreKilled(@TempDir Path directory) throws Exception {
        try (Installation installation = new Installation("recommender", directory);
                Matcher matcher = Matchers.open(MatcherOptions.defaults());
                KafkaProducer<String, byte[]> producer = producer(installation)) {
            installation.startStream(Map.of());
            RecommenderProcess first = installation.startRecommender(SETTINGS);
            RecommenderProcess second = installation.startRecommender(SETTINGS);
            first.awaitReady(PATIENCE);
            second.awaitReady(PATIENCE);

            for (int round = 0; round < ROUNDS; round++) {
                send(installation, producer);
                Thread.sleep(300);
                if (round == 10) {
                    first.killAndRestart();
                } else if (round == 20) {
                    first.awaitReady(PATIENCE);
                    second.killAndRestart();
                } else if (round == 30) {
                    first.awaitReady(PATIENCE);
                    assertThat(first.terminateAndRestart(Duration.ofSeconds(30)))
                            .contains(0);
                }
            }
            first.awaitReady(PATIENCE);
            second.awaitReady(PATIENCE);

            SchemaRegistry registry = installation.broker().registry();
            AtomicReference<@Nullable Faultless> passed = new AtomicReference<>();
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(5)).untilAsserted(() -> {
                MarketHistory history =
                        MarketHistory.read(installation.broker().bootstrapServers(), registry, installation.topics());
                Instant now = Instant.now();
                RecommendationChecker checker = new RecommendationChecker(matcher, history, TOP);
                assertThat(checker.check(now)).isEmpty();
                assertThat(checker.checked()).isGreaterThan(50);
                passed.set(new Faultless(history, now));
            });

            MarketHistory history = Objects.requireNonNull(passed.get()).history();
            Instant now = Objects.requireNonNull(passed.get()).at();
            assertThat(history.jobLists()).hasSizeGreaterThan(50);
            assertThat(findings(matcher, history, now)).as("nothing planted").isEmpty();
            assertThat(findings(matcher, withoutOne(history), now))
                    .as("a planted loss")
                    .isNotEmpty();
            assertThat(findings(matcher, withOneTwice(history), now))
                    .as("a planted duplicate")
                    .isNotEmpty();
            assertThat(findings(matcher, withOneDeletedAndMadeAgain(history), now))
                    .as("a planted deletion")
                    .isNotEmpty();
        }
    }

    /** A history that the checker has passed as of a time. */
    private record Faultless(MarketHistory history, Instant at) {}

    private static List<String> findings(Matcher matcher, MarketHistory history, Instant now)
            throws InterruptedException {
        return new RecommendationChecker(matcher, history, TOP).check(now);
    }

    /** Without a list that another revision follows. */
    private static MarketHistory withoutOne(MarketHistory history) {
        List<Entry<JobRecommendations>> lists = new ArrayList<>(history.jobLists());
        Map<String, Entry<JobRecommendations>> next = new HashMap<>();
        for (int i = lists.size() - 1; i >= 0; i--) {
            Entry<JobRecommendations> list = lists.get(i);
            Entry<JobRecommendations> follows = next.put(list.key(), list);
            if (list.value() != null && follows != null && follows.value() != null) {
                lists.remove(i);
                return with(history, lists);
            }
        }
        throw new AssertionError("no list has a second revision");
    }

    /** With the list of a resume that was never deleted gone for a moment, and back with the first revision. */
    private static MarketHistory withOneDeletedAndMadeAgain(MarketHistory history) {
        Set<String> deleted = history.resumes().stream()
                .filter(resume -> resume.value() == null)
                .map(Entry::key)
                .collect(Collectors.toSet());
        List<Entry<JobRecommendations>> lists = new ArrayList<>(history.jobLists());
        for (int i = lists.size() - 1; i >= 0; i--) {
            Entry<JobRecommendations> list = lists.get(i);
            if (!deleted.contains(list.key())) { // the latest list of its resume
                lists.add(new Entry<>(list.key(), list.partition(), list.offset() + 1, null, true));
                lists.add(new Entry<>(
                        list.key(),
                        list.partition(),
                        list.offset() + 2,
                        JobRecommendations.newBuilder(list.value())
                                .setRevision(1)
                                .build(),
                        true));
                return with(history, lists);
            }
        }
        throw new AssertionError("every resume was deleted at some time");
    }

    private static MarketHistory withOneTwice(MarketHistory history) {
        List<Entry<JobRecommendations>> lists = new ArrayList<>(history.jobLists());
        lists.add(lists.get(lists.size() - 1));
        return with(history, lists);
    }

    private static MarketHistory with(MarketHistory history, List<Entry<JobRecommendations>> lists) {
        return new MarketHistory(
                history.jobs(),
                history.jobLabels(),
                history.resumes(),
                history.resumeLabels(),
                lists,
                history.resumeLists(),
                history.deadJobs());
    }

    private static KafkaProducer<String, byte[]> producer(Installation installation) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        installation.broker().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Some resumes and postings: new, changed, closing, deleted, unreadable. */
    private void send(Installation installation, KafkaProducer<String, byte[]> producer) {
        String jobs = installation.topics().jobs();
        String resumes = installation.topics().resumes();
        SchemaRegistry registry = installation.broker().registry();
        for (int i = 0; i < 3; i++) {
            String resume = "r" + random.nextInt(40);
            boolean deleted = random.nextInt(12) == 0;
            producer.send(new ProducerRecord<>(
                    resumes,
                    resume,
                    deleted
                            ? null
                            : bytes(
                                    Resume.class,
                                    registry,
                                    resumes,
                                    Resume.newBuilder()
                                            .setResumeId(resume)
                                            .setSkills(skills())
                                            .build())));
        }
        for (int i = 0; i < 2; i++) {
            String job = "j" + random.nextInt(25);
            int what = random.nextInt(12);
            producer.send(new ProducerRecord<>(
                    jobs,
                    job,
                    what == 0
                            ? null
                            : bytes(
                                    Job.class,
                                    registry,
                                    jobs,
                                    Job.newBuilder()
                                            .setJobId(job)
                                            .setTitle("")
                                            .setSkills(skills())
                                            .setOpenUntil(
                                                    what > 2
                                                            ? null
                                                            : Instant.now().plusSeconds(random.nextInt(20)))
                                            .build())));
        }
        if (random.nextInt(5) == 0) {
            producer.send(new ProducerRecord<>(jobs, "bad", new byte[] {1, 2, 3}));
        }
        producer.flush();
    }

    private String skills() {
        List<String> picked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            picked.add(SKILLS.get(random.nextInt(SKILLS.size())));
        }
        return String.join(", ", picked);
    }

    private static <T extends SpecificRecord> byte @Nullable [] bytes(
            Class<T> type, SchemaRegistry registry, String topic, T event) {
        return new AvroSerde<>(type, registry).serializer().serialize(topic, event);
    }
}
