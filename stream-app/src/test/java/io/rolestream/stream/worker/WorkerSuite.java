package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.LabelVote;
import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a worker promises on a real broker. Each test has topics and a group of its own. */
abstract class WorkerSuite {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private final ScriptedSupply supply = new ScriptedSupply();

    /** {@code host:port} of the broker under test. */
    abstract String bootstrapServers();

    @BeforeEach
    void connect(TestInfo test) {
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(bootstrapServers(), topics);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldVoteOnEveryResumeOnceWhereItCameFrom() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        List<Sent> sent = kafka.send(Resumes.numbered(0, 1_500));
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();
            sent = new ArrayList<>(sent);
            sent.addAll(kafka.send(Resumes.numbered(1_500, 3_000)));
            assertThat(places(votes(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
        }
    }

    @Test
    void shouldAbstainAtOnceWhileThereIsNoModel() throws Exception {
        createTopics();
        supply.settle();
        List<Sent> sent = kafka.send(Resumes.numbered(0, 100));
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();

            assertThat(values(votes(sent.size()))).hasSize(sent.size()).allSatisfy(vote -> {
                assertThat(vote.getVote().getRole()).isNull();
                assertThat(vote.getVote().getReason()).isEqualTo("no-model");
            });
            assertThat(worker.isReady()).isFalse();
            assertThat(worker.isLive()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void shouldLeaveResumesAloneWhileTheFirstModelIsBeingLoaded() throws Exception {
        createTopics();
        List<Sent> sent = kafka.send(Resumes.numbered(0, 100));
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();
            assertThat(kafka.readRecords(topics.labelVotes(), 1, Duration.ofSeconds(2)))
                    .isEmpty();
            assertThat(worker.isLive()).isTrue();

            supply.offer(new ScriptedModel("v1"));
            assertThat(values(votes(sent.size())))
                    .hasSize(sent.size())
                    .allSatisfy(vote ->
                            assertThat(vote.getVote().getLabellerVersion()).isEqualTo("v1"));
            assertThat(worker.isReady()).isTrue();
        }
    }

    @Test
    void shouldReadPastWhatIsNoResume() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        kafka.sendBytes(topics.resumes(), "r", new byte[] {7, 7, 7});
        List<Sent> sent = kafka.send(Resumes.numbered(0, 20));
        kafka.sendBytes(topics.resumes(), "r1", null);
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();

            assertThat(places(votes(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
            await().atMost(PATIENCE).until(() -> committed() == sent.size() + 2);
        }
    }

    @Test
    void shouldDeadLetterATextThatTheModelFailsOnAndAbstain() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();
            List<Resume> resumes = new ArrayList<>(Resumes.numbered(0, 50));
            resumes.add(Resumes.withSkills("bad", ScriptedModel.POISON));
            kafka.send(resumes);

            List<LabelVote> votes = values(votes(51));
            assertThat(votes)
                    .filteredOn(vote -> vote.getVote().getRole() == null)
                    .singleElement()
                    .satisfies(vote -> {
                        assertThat(vote.getResumeId()).isEqualTo("bad");
                        assertThat(vote.getVote().getReason()).isEqualTo("failed");
                    });
            assertThat(kafka.readRecords(topics.resumesDlq(), 1, PATIENCE))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.key()).isEqualTo("bad");
                        assertThat(KafkaEnds.header(letter, DeadLetterHeaders.REASON))
                                .isEqualTo("inference-failed");
                    });
        }
    }

    @Test
    @Tag("full")
    void shouldHandWorkOverBetweenWorkersThatComeAndGo() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        ScriptedSupply other = new ScriptedSupply();
        other.offer(new ScriptedModel("v2"));
        List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 1_000)));
        Worker first = worker(supply, Map.of());
        first.start();
        votes(100);
        try (Worker second = worker(other, Map.of())) {
            second.start();
            sent.addAll(kafka.send(Resumes.numbered(1_000, 3_000)));
            await().atMost(PATIENCE).until(second::isReady);
            sent.addAll(kafka.send(Resumes.numbered(3_000, 5_000)));
            first.close();
            sent.addAll(kafka.send(Resumes.numbered(5_000, 6_000)));

            List<ConsumerRecord<String, byte[]>> votes = votes(sent.size());
            assertThat(places(votes)).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(values(votes))
                    .extracting(vote -> vote.getVote().getLabellerVersion())
                    .contains("v1", "v2");
        }
    }

    @Test
    void shouldSwapModelsBetweenTwoResumes() throws Exception {
        createTopics();
        List<ScriptedModel> models = new ArrayList<>();
        List<Sent> sent = new ArrayList<>();
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();
            for (int i = 0; i < 20; i++) {
                ScriptedModel model = new ScriptedModel("v" + i);
                models.add(model);
                supply.offer(model);
                sent.addAll(kafka.send(Resumes.numbered(i * 100, i * 100 + 100)));
            }

            List<ConsumerRecord<String, byte[]>> votes = votes(sent.size());
            assertThat(places(votes)).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(values(votes))
                    .allSatisfy(vote -> assertThat(vote.getVote().getRole()).isEqualTo(ScriptedModel.ROLE));
            for (ScriptedModel model : models.subList(0, models.size() - 1)) {
                assertThat(model.awaitClosed()).isTrue();
            }
        }
        assertThat(models.get(models.size() - 1).awaitClosed()).isTrue();
    }

    @Test
    void shouldAbstainAgainWhenItsModelIsWithdrawn() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();
            kafka.send(Resumes.numbered(0, 10));
            votes(10);
            supply.offer(null);
            await().atMost(PATIENCE).until(() -> !worker.isReady());
            kafka.send(Resumes.numbered(10, 20));
            assertThat(values(votes(20)))
                    .extracting(vote -> String.valueOf(vote.getVote().getReason()))
                    .containsOnly("null", "no-model");
        }
    }

    @Test
    @Tag("full")
    void shouldNotTakeMoreThanTheModelHasRoomFor() throws Exception {
        createTopics();
        ScriptedModel model = new ScriptedModel("v1", 25, 5);
        supply.offer(model);
        List<Sent> sent = kafka.send(Resumes.numbered(0, 2_000));
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();

            assertThat(places(votes(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(model.mostWaiting()).isLessThanOrEqualTo(25);
        }
    }

    @Test
    @Tag("full")
    void shouldLeaveToTheNextOwnerWhatItCannotFinish() throws Exception {
        createTopics();
        ScriptedModel stuck = new ScriptedModel("v1");
        supply.offer(stuck);
        ScriptedSupply other = new ScriptedSupply();
        other.offer(new ScriptedModel("v2"));
        Worker first = worker(supply, Map.of(WorkerConfig.STOP_TIMEOUT, "1s"));
        first.start();
        List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 300)));
        votes(300);
        stuck.getStuck();
        sent.addAll(kafka.send(Resumes.numbered(300, 900)));
        await().atMost(PATIENCE).until(() -> stuck.mostWaiting() >= 100);
        first.close();

        try (Worker second = worker(other, Map.of())) {
            second.start();
            assertThat(places(votes(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
        }
    }

    @Test
    void shouldStopWithTheCauseWhenTheEngineIsBroken() throws Exception {
        createTopics();
        ScriptedModel model = new ScriptedModel("v1");
        supply.offer(model);
        try (Worker worker = worker(supply, Map.of())) {
            worker.start();
            model.breakDown();
            kafka.send(Resumes.numbered(0, 10));

            assertThat(worker.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ModelGoneException.class,
                            gone -> assertThat(gone.broken()).isTrue());
            assertThat(worker.isLive()).isFalse();
        }
    }

    @Test
    @Tag("full")
    void shouldStopWhenAnotherProcessHasItsName() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        ScriptedSupply other = new ScriptedSupply();
        other.offer(new ScriptedModel("v2"));
        try (Worker first = worker(supply, Map.of(StreamConfig.INSTANCE_ID, "a"));
                Worker second = worker(other, Map.of(StreamConfig.INSTANCE_ID, "a"))) {
            first.start();
            List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 200)));
            votes(200);
            second.start();
            sent.addAll(kafka.send(Resumes.numbered(200, 1_000)));

            assertThat(first.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("another process has started with the same instance.id=a");
            assertThat(places(votes(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(second.isLive()).isTrue();
        }
    }

    @Test
    void shouldRefuseToStartWithoutItsTopics() {
        supply.offer(new ScriptedModel("v1"));
        try (Worker worker = worker(supply, Map.of())) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(topics.resumes())
                    .hasMessageContaining("rolestream topics create");
        }
    }

    @Test
    void shouldVoteAsAChallengerInAGroupOfItsOwn() throws Exception {
        createTopics();
        supply.offer(new ScriptedModel("v1"));
        try (Worker worker = worker(supply, Map.of(WorkerConfig.MODEL_STAGE, "challenger"))) {
            assertThat(worker.labeller()).isEqualTo("roberta-challenger");
            worker.start();
            List<Sent> sent = kafka.send(Resumes.numbered(0, 10));
            votes(sent.size());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(kafka.admin()
                                    .listConsumerGroupOffsets(topics.prefix() + "workers-challenger")
                                    .partitionsToOffsetAndMetadata()
                                    .get())
                            .isNotEmpty());
        }
    }

    private void createTopics() {
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, PARTITIONS), (short) 1);
    }

    private Worker worker(ModelSupply models, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                WorkerConfig.GROUP_ID,
                topics.prefix() + "workers"));
        values.putAll(more);
        ConfigDef keys = WorkerConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef())));
        return new Worker(
                Cluster.of(Settings.of(keys, values), kafka.registry()),
                WorkerConfig.settings(Settings.of(keys, values)),
                models,
                new SimpleMeterRegistry());
    }

    private List<ConsumerRecord<String, byte[]>> votes(int atLeast) {
        return kafka.readRecords(topics.labelVotes(), atLeast, PATIENCE);
    }

    private List<LabelVote> values(List<ConsumerRecord<String, byte[]>> records) {
        var deserializer = new AvroSerde<>(LabelVote.class, kafka.registry()).deserializer();
        return records.stream()
                .map(record -> deserializer.deserialize(topics.labelVotes(), record.value()))
                .toList();
    }

    /** How many records of {@code resumes} are committed as read. */
    private long committed() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = kafka.admin()
                .listConsumerGroupOffsets(topics.prefix() + "workers")
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    }

    /** Where each vote lies and what it is on. */
    private List<String> places(List<ConsumerRecord<String, byte[]>> votes) {
        List<LabelVote> values = values(votes);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            LabelVote vote = values.get(i);
            places.add(place(
                    vote.getResumeId(),
                    vote.getContentHash(),
                    votes.get(i).partition(),
                    vote.getResumeOffset(),
                    VoteHeaders.resumeTimestamp(votes.get(i).headers()).orElseThrow()));
        }
        return places;
    }

    private static List<String> places(Iterable<Sent> sent) {
        List<String> places = new ArrayList<>();
        sent.forEach(each -> places.add(
                place(each.resumeId(), each.contentHash(), each.partition(), each.offset(), each.timestamp())));
        return places;
    }

    private static String place(String id, String hash, int partition, long offset, long timestamp) {
        return id + " " + hash + " " + partition + "@" + offset + " " + timestamp;
    }
}
