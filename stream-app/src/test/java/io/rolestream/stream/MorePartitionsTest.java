package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when topics get more partitions, and the way that OPERATIONS.md describes instead. */
@Tag("full")
class MorePartitionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static EmbeddedKafka broker;

    private final Path directory;

    MorePartitionsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldStopAndSayWhatToDoWhenPartitionsAreAdded() throws Exception {
        Topics topics = new Topics("grown.");
        try (KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), topics)) {
            create(kafka, topics, 4);
            Map<String, String> quick = Map.of("kafka.metadata.max.age.ms", "1000");
            try (StreamApp app = app(kafka, topics, quick)) {
                start(app);
                kafka.send(resumes("a", 50));
                labels(kafka, topics, 50);
                kafka.admin()
                        .createPartitions(new TopicCatalogue(topics, 4)
                                .all().stream()
                                        .filter(TopicSpec::likeResumes)
                                        .collect(Collectors.toMap(
                                                TopicSpec::name, topic -> NewPartitions.increaseTo(8))))
                        .all()
                        .get();

                assertThat(app.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("grown.resumes has 8 partitions")
                        .hasMessageContaining("has 4 and can't be split")
                        .hasMessageContaining("More partitions");
            }
            try (StreamApp again = app(kafka, topics, quick)) {
                assertThatThrownBy(again::start)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("More partitions");
            }
            kafka.send(resumes("b", 50));
            try (StreamApp other = app(kafka, topics, Map.of(StreamConfig.APPLICATION_ID, "grown.other"))) {
                start(other);
                assertThat(labels(kafka, topics, 150))
                        .as("all labels, and those of the first 50 once more")
                        .hasSize(150)
                        .extracting(LabelledRole::getResumeId)
                        .containsAll(
                                IntStream.range(0, 50).mapToObj(i -> "b" + i).toList());
            }
        }
    }

    @Test
    void shouldStopAndSayWhatToDoWhenOnlyResumesGetsMore() throws Exception {
        Topics topics = new Topics("uneven.");
        try (KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), topics)) {
            create(kafka, topics, 4);
            try (StreamApp app = app(kafka, topics, Map.of("kafka.metadata.max.age.ms", "1000"))) {
                start(app);
                kafka.admin()
                        .createPartitions(Map.of(topics.resumes(), NewPartitions.increaseTo(8)))
                        .all()
                        .get();

                assertThat(app.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("has 4 partitions but uneven.resumes has 8");
            }
        }
    }

    /** New topics and a new application beside the old ones; producers move over; the old application finishes. */
    @Test
    void shouldLabelEveryResumeOnceWhileProducersMoveToTopicsWithMorePartitions() throws Exception {
        Topics before = new Topics("");
        Topics after = new Topics("v2.");
        Map<String, String> withModel =
                Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL, StreamConfig.LABEL_DEADLINE, "1h");
        try (KafkaEnds old = new KafkaEnds(broker.bootstrapServers(), before);
                KafkaEnds moved = new KafkaEnds(broker.bootstrapServers(), after)) {
            create(old, before, 4);
            create(moved, after, 8);
            try (StreamApp first = app(old, before, withModel);
                    StreamApp second = app(moved, after, withModel)) {
                start(first);
                List<Sent> sent = old.send(resumes("a", 400));
                old.vote(sent.subList(0, 200), Resumes.DATA_ENGINEER);
                start(second);
                List<Sent> sentAfter = moved.send(resumes("b", 400));
                List<Sent> stragglers = old.send(resumes("c", 100));
                moved.vote(sentAfter, Resumes.DATA_ENGINEER);
                old.vote(sent.subList(200, 400), Resumes.DATA_ENGINEER);
                old.vote(stragglers, Resumes.DATA_ENGINEER);

                List<LabelledRole> labels = new ArrayList<>(labels(old, before, 500));
                labels.addAll(labels(moved, after, 400));
                Set<String> ids = new HashSet<>();
                assertThat(labels).allSatisfy(label -> {
                    assertThat(ids.add(label.getResumeId()))
                            .as(label.getResumeId())
                            .isTrue();
                    assertThat(label.getDegraded()).isFalse();
                });
                assertThat(ids).hasSize(900);
            }
        }
    }

    private static List<LabelledRole> labels(KafkaEnds kafka, Topics topics, int count) {
        return kafka.read(topics.labelledRoles(), LabelledRole.class, count, PATIENCE);
    }

    private static List<Resume> resumes(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Resumes.withSkills(prefix + i, Resumes.DATA_SKILLS + ", project " + i))
                .toList();
    }

    private static void create(KafkaEnds kafka, Topics topics, int partitions) {
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, partitions), (short) 1);
    }

    private StreamApp app(KafkaEnds kafka, Topics topics, Map<String, String> more) {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        values.put(ConnectionConfig.TOPIC_PREFIX, topics.prefix());
        values.put(StreamConfig.APPLICATION_ID, topics.prefix() + "app");
        values.put(
                StreamConfig.STATE_DIRECTORY,
                directory.resolve("state" + topics.prefix()).toString());
        values.put(StreamConfig.STREAM_THREADS, "2");
        values.putAll(more);
        return new StreamApp(
                Cluster.of(TopologyDriver.settings(values), kafka.registry()),
                StreamConfig.settings(TopologyDriver.settings(values)),
                new SimpleMeterRegistry());
    }

    private static void start(StreamApp app) throws InterruptedException {
        app.start();
        await().atMost(PATIENCE).until(() -> app.running().isDone());
    }
}
