package io.rolestream.system.timestamps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.feed.TopicFeed;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.live.FlowRange;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.files.write.CsvText;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.relabel.Selection;
import io.rolestream.stream.relabel.TimeRange;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.stream.worker.VotingModel;
import io.rolestream.system.checks.CommittedTopic;
import io.rolestream.trainer.accumulator.AccumulatedCounts;
import io.rolestream.trainer.accumulator.ExampleAccumulator;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.Retention;
import io.rolestream.trainer.export.ExampleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Timestamps that mean that none was set, in every topic that others write, on a cluster whose topics keep them. Every
 * service works on, and none takes the time for one.
 */
@Tag("full")
class ForeignTimestampsTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final long UNSET = -1;
    private static final long GO_ZERO = -62_135_596_800_000L;
    private static final Instant START = Instant.now();

    @Test
    void shouldNotStopAnyService(@TempDir Path directory) throws Exception {
        try (LocalStack stack = start();
                RawBatches batches = new RawBatches(stack.kafka().bootstrapServers());
                ExampleStore store = ExampleStore.open(directory.resolve("store"));
                ExampleAccumulator accumulator = new ExampleAccumulator(
                        stack.cluster(), new Retention(Duration.ofDays(365), 100), store, new SimpleMeterRegistry())) {
            keepTimestamps(stack);
            LiveState live =
                    new LiveState(Taxonomy.standard(), stack.stream()::rules, "roberta", List.of(), null, true);
            try (TopicFeed feed = TopicFeed.ofLabels(
                    stack.cluster(), live, new ReviewState(new ReviewState.Shares(0, 0), true, 1), new LabelBook())) {
                feed.start();
                accumulator.start();
                for (long time : List.of(UNSET, GO_ZERO)) {
                    send(stack, batches, TOPICS.resumes(), time, "r" + time, resume("r" + time));
                    send(stack, batches, TOPICS.labelVotes(), time, "r" + time, vote("r" + time));
                    send(stack, batches, TOPICS.modelVersions(), time, "other/" + time, version(time));
                    send(stack, batches, TOPICS.trainingExamples(), time, "x" + time, example("x" + time));
                }
                awaitLabels(stack, 2, Decider.MODEL);
                assertThat(timestamps(stack, TOPICS.resumes())).containsExactly(UNSET, GO_ZERO);
                assertThat(timestamps(stack, TOPICS.modelVersions())).containsExactly(UNSET, GO_ZERO);
                for (long time : List.of(UNSET, GO_ZERO)) {
                    send(stack, batches, TOPICS.roleCorrections(), time, "r" + time, answer("r" + time));
                }
                awaitLabels(stack, 2, Decider.HUMAN);
                assertThat(Selection.read(
                                        stack.cluster().clients(),
                                        TOPICS.resumes(),
                                        new TimeRange(TimeRange.BEGINNING, TimeRange.END),
                                        key -> true,
                                        () -> false)
                                .size())
                        .as("resumes that would be relabelled")
                        .isEqualTo(2);
                send(stack, batches, TOPICS.resumes(), System.currentTimeMillis(), "after", resume("after"));

                assertThat(awaitLabels(stack, 3, Decider.MODEL))
                        .allSatisfy(label -> assertThat(label.getSubmittedAt())
                                .isBetween(START, Instant.now().plusSeconds(1)));
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(accumulator.counts()).isEqualTo(new AccumulatedCounts(5, 0, 2, 0, 0)));
                assertThat(export(directory)).hasSize(5).allSatisfy(line -> {
                    assertThat(Instant.parse(line.path("submittedAt").asText())).isAfter(START.minusSeconds(1));
                });
                await().atMost(PATIENCE).untilAsserted(() -> assertDashboard(live));
                assertThat(stack.isLive()).isTrue();
            }
        }
    }

    private static LocalStack start() throws InterruptedException {
        return LocalStack.start(
                EmbeddedKafka.builder().build(),
                broker -> {
                    Map<String, String> values = new HashMap<>(broker);
                    values.put(StreamConfig.LABELLERS, "rules,roberta");
                    values.put(StreamConfig.LABEL_DEADLINE, "1h");
                    return Settings.of(Configuration.definitions(), values);
                },
                (settings, registry, meters) -> new FixedModel(new Cloudy()),
                null);
    }

    /** As topics of earlier versions do. */
    private static void keepTimestamps(LocalStack stack) throws Exception {
        var change =
                new AlterConfigOp(new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET);
        try (Admin admin = stack.cluster().clients().admin()) {
            for (String topic : List.of(TOPICS.resumes(), TOPICS.labelVotes())) {
                admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                        .all()
                        .get();
            }
        }
    }

    private static <T extends SpecificRecord> void send(
            LocalStack stack, RawBatches batches, String topic, long time, String key, T event) throws Exception {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) event.getClass();
        byte[] value =
                new AvroSerde<>(type, stack.cluster().registry()).serializer().serialize(topic, event);
        batches.send(topic, time, key.getBytes(UTF_8), value);
    }

    private static List<Long> timestamps(LocalStack stack, String topic) {
        List<Long> timestamps = new ArrayList<>();
        CommittedTopic.forEach(stack.kafka().bootstrapServers(), topic, record -> timestamps.add(record.timestamp()));
        return timestamps;
    }

    private static List<LabelledRole> awaitLabels(LocalStack stack, int count, Decider decider) {
        var deserializer = new AvroSerde<>(LabelledRole.class, stack.cluster().registry()).deserializer();
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            List<LabelledRole> labels = new ArrayList<>();
                            CommittedTopic.forEach(
                                    stack.kafka().bootstrapServers(),
                                    TOPICS.labelledRoles(),
                                    record -> labels.add(deserializer.deserialize(record.topic(), record.value())));
                            labels.removeIf(label -> label.getDecidedBy() != decider);
                            return labels;
                        },
                        labels -> labels.size() >= count);
    }

    private static List<JsonNode> export(Path directory) throws Exception {
        Path file = directory.resolve("examples.jsonl");
        try (ExampleReader reader = ExampleReader.open(directory.resolve("store"))) {
            ExampleFile.of(file, new CsvText(true)).orElseThrow().write(reader.examples(null));
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static void assertDashboard(LiveState live) {
        long now = System.currentTimeMillis();
        live.tick(now);
        JsonNode page = new ObjectMapper().valueToTree(live.everySecond(now, "running", true));
        assertThat(page.toString()).contains("\"unreadable\":0");
        assertThat(page.at("/status/latency/p99").asLong()).isLessThan(PATIENCE.toMillis());
        assertThat(new ObjectMapper()
                        .valueToTree(live.history(now, FlowRange.MINUTES))
                        .path("labels"))
                .extracting(JsonNode::asInt)
                .anySatisfy(labels -> assertThat(labels).isPositive());
    }

    private static Resume resume(String id) {
        return Resume.newBuilder()
                .setResumeId(id)
                .setSkills("Spark, Airflow, " + id)
                .build();
    }

    private static LabelVote vote(String id) {
        return LabelVote.newBuilder()
                .setResumeId(id)
                .setVote(Vote.newBuilder()
                        .setLabeller("another")
                        .setRole("Cloud Engineer")
                        .build())
                .build();
    }

    private static ModelVersion version(long time) {
        return ModelVersion.newBuilder()
                .setName("other")
                .setVersion(Long.toString(time))
                .build();
    }

    private static RoleCorrection answer(String id) {
        return RoleCorrection.newBuilder()
                .setResumeId(id)
                .setRole("Data Engineer")
                .setReviewer("ann")
                .build();
    }

    private static TrainingExample example(String id) {
        return TrainingExample.newBuilder()
                .setResumeId(id)
                .setContentHash("0123456789abcdef0123456789abcd" + (id.equals("x-1") ? "01" : "02"))
                .setJudgedText("SQL " + id)
                .build();
    }

    /** Says of everything that it is a cloud engineer's. */
    private static final class Cloudy implements VotingModel {
        @Override
        public String version() {
            return "v1";
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public CompletableFuture<Vote> vote(String text) {
            return CompletableFuture.completedFuture(Vote.newBuilder()
                    .setLabeller("roberta")
                    .setLabellerVersion("v1")
                    .setRole("Cloud Engineer")
                    .setConfidence(0.9f)
                    .setVotedAt(Instant.now())
                    .build());
        }

        @Override
        public void close() {}
    }
}
