package io.rolestream.stream.skip;

import static io.rolestream.stream.testing.KafkaEnds.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.access.ClientNames;
import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.RawProducer;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class OffsetSkipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int BOMB_BYTES = 50_000_000;
    private static EmbeddedKafka broker;

    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test, @TempDir Path directory) throws Exception {
        this.directory = directory;
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(broker.bootstrapServers(), topics);
        kafka.admin()
                .createTopics(List.of(new NewTopic(topics.resumes(), 1, (short) 1))) // with Kafka's own settings
                .all()
                .get();
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 1), (short) 1);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    @Tag("full")
    void shouldStepOverABombAndLoseNothing() throws Exception {
        kafka.send(Resumes.numbered(0, 5));
        labelled(5);
        move("workers", 3);
        move("workers-nli", 4);
        kafka.send(Resumes.numbered(5, 10));
        abortOne(); // offset 10, and its marker
        long bomb = sendBomb();
        kafka.send(List.of(Resumes.withSkills("r7", "AWS, Azure, GCP")));
        kafka.send(Resumes.numbered(10, 13));

        assertThat(skip().find("resumes", 0))
                .containsExactly("%s-0, offset %d: 50,000,000 bytes uncompressed".formatted(topics.resumes(), bomb));
        List<String> done = skip(bomb);

        assertThat(done)
                .contains(
                        "dead letter written to " + topics.resumesDlq(),
                        "8 records that not every group had read sent again", // r3 to r9, and the newer r7
                        "group %sapp: moved from offset 5 to %d".formatted(topics.prefix(), bomb + 1),
                        "group %sworkers: moved from offset 3 to %d".formatted(topics.prefix(), bomb + 1),
                        "group %sworkers-nli: moved from offset 4 to %d".formatted(topics.prefix(), bomb + 1));
        assertThat(position("workers")).isEqualTo(bomb + 1);
        List<LabelledRole> labels = labelled(15);
        assertThat(labels)
                .extracting(LabelledRole::getResumeId)
                .containsOnly(IntStream.range(0, 13).mapToObj(i -> "r" + i).toArray(String[]::new));
        assertThat(labels)
                .filteredOn(label -> label.getResumeId().equals("r7"))
                .extracting(LabelledRole::getRole)
                .contains(Resumes.DATA_ENGINEER)
                .endsWith("Cloud Engineer");
        assertThat(labels).hasSize(15); // each once, but r7 as it was, and before and after that as it is
        ConsumerRecord<String, byte[]> letter =
                kafka.readRecords(topics.resumesDlq(), 1, PATIENCE).get(0);
        assertThat(kafka.readRecords(topics.resumesDlq(), 2, Duration.ofSeconds(1)))
                .as("the service does not read it")
                .hasSize(1);
        assertThat(letter.key()).isEqualTo("bomb");
        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("skipped");
        assertThat(header(letter, DeadLetterHeaders.MESSAGE)).isEqualTo("Skipped: a bomb");
        assertThat(header(letter, DeadLetterHeaders.TRUNCATED)).isEqualTo("value");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("" + bomb);
        assertThat(header(letter, DeadLetterHeaders.ORIGINAL_BYTES)).isEqualTo("" + BOMB_BYTES);
        assertThat(header(letter, DeadLetterHeaders.ORIGINAL_SHA256))
                .isEqualTo(HexFormat.of().formatHex(DeadLetter.sha256().digest(new byte[BOMB_BYTES])));
    }

    @Test
    @Tag("full")
    void shouldDeadLetterAWholeRecordUnchanged() throws Exception {
        move("workers", 0);
        byte[] value = {1, 2, 3};
        kafka.sendBytes(topics.resumes(), "r", value);

        skip(0);

        ConsumerRecord<String, byte[]> letter =
                kafka.readRecords(topics.resumesDlq(), 1, PATIENCE).get(0);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.TRUNCATED)).isNull();
        assertThat(skip().find("resumes", 0))
                .containsExactly(topics.resumes()
                        + "-0: every record from offset 1 is readable and has at most 1,048,588 bytes uncompressed");
        assertThat(position("workers")).isEqualTo(1);
    }

    @Test
    void shouldNotSendAgainWhatOnlyGeneratorsHaveStillToRead() throws Exception {
        kafka.send(Resumes.numbered(0, 10));
        move("workers", 8);
        move("generators", 0);

        assertThat(skip(9))
                .contains(
                        "1 record that not every group had read sent again", // r8, for the workers
                        "group %sworkers: moved from offset 8 to 10".formatted(topics.prefix()))
                .anyMatch(line -> line.startsWith("group %sgenerators: left at offset 0".formatted(topics.prefix())));
        assertThat(position("generators")).isZero();

        assertThat(skip(9))
                .as("which the record stops, too")
                .contains("group %sgenerators: moved from offset 0 to 10".formatted(topics.prefix()));
    }

    @Test
    @Tag("full")
    void shouldMoveTheLabellingOfJobs() throws Exception {
        kafka.sendBytes(topics.jobs(), "j1", new byte[] {1});
        kafka.sendBytes(topics.jobs(), "j2", new byte[] {2});
        move("recommenders-jobs", topics.jobs(), 0);

        assertThat(skip().run("jobs", 0, 1, "odd"))
                .contains(
                        "dead letter written to " + topics.jobsDlq(),
                        "group %srecommenders-jobs: moved from offset 0 to 2".formatted(topics.prefix()));

        ConsumerRecord<String, byte[]> letter =
                kafka.readRecords(topics.jobsDlq(), 1, PATIENCE).get(0);
        assertThat(letter.key()).isEqualTo("j2");
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topics.jobs());
        assertThat(kafka.readRecords(topics.resumesDlq(), 1, Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    @Tag("full")
    void shouldRefuseWhileAGroupIsActive() throws Exception {
        kafka.send(Resumes.numbered(0, 2));
        try (StreamApp app = app()) {
            app.start();
            app.running().get();

            assertThatThrownBy(() -> skip(1))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("group " + topics.prefix() + "app is active")
                    .hasMessageContaining("stop all of its instances");
        }
        assertThat(kafka.readRecords(topics.resumesDlq(), 1, Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    @Tag("full")
    void shouldRefuseWhatIsNoRecordToSkip() throws Exception {
        kafka.send(Resumes.numbered(0, 3));
        assertThatThrownBy(() -> skip(1)).hasMessageContaining("no group has offset 1");
        move("workers", 2);
        assertThatThrownBy(() -> skip(1)).hasMessageContaining("no group has offset 1");
        assertThatThrownBy(() -> skip(3)).hasMessageContaining("there is no offset 3");
        abortOne();
        kafka.send(Resumes.numbered(3, 4));
        assertThatThrownBy(() -> skip(3)).hasMessageContaining("no committed record at offset 3");
        assertThatThrownBy(() -> skip().run(topics.labelledRoles(), 0, 0, ""))
                .hasMessageContaining("cannot be skipped");
        assertThatThrownBy(() -> skip().run("resumes", 7, 0, "")).hasMessageContaining("there is no partition 7");
    }

    private long sendBomb() throws Exception {
        try (RawProducer zstd = new RawProducer(broker.bootstrapServers(), topics.resumes(), "zstd")) {
            return zstd.send("bomb".getBytes(UTF_8), new byte[BOMB_BYTES]).offset();
        }
    }

    private void abortOne() throws Exception {
        byte[] value = new AvroSerde<>(Resume.class, kafka.registry())
                .serializer()
                .serialize(topics.resumes(), Resumes.withSkills("aborted", Resumes.DATA_SKILLS));
        try (Producer<byte[], byte[]> producer = cluster().clients().transactional(topics.prefix() + "t", Map.of())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topics.resumes(), 0, "aborted".getBytes(UTF_8), value))
                    .get();
            producer.abortTransaction();
        }
    }

    /** Has the service label what there is. */
    private List<LabelledRole> labelled(int contents) throws Exception {
        try (StreamApp app = app()) {
            app.start();
            app.running().get();
            return kafka.read(topics.labelledRoles(), LabelledRole.class, contents, PATIENCE);
        }
    }

    private void move(String group, long offset) throws Exception {
        move(group, topics.resumes(), offset);
    }

    private void move(String group, String topic, long offset) throws Exception {
        kafka.admin()
                .alterConsumerGroupOffsets(
                        topics.prefix() + group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private long position(String group) throws Exception {
        return kafka.admin()
                .listConsumerGroupOffsets(topics.prefix() + group)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .iterator()
                .next()
                .offset();
    }

    private List<String> skip(long offset) {
        return skip().run("resumes", 0, offset, "a bomb");
    }

    private OffsetSkip skip() {
        return new OffsetSkip(
                cluster(),
                new ClientNames(
                        topics.prefix() + "app",
                        topics.prefix() + "workers",
                        "trainers",
                        topics.prefix() + "generators",
                        topics.prefix() + "recommenders"));
    }

    private StreamApp app() {
        return new StreamApp(cluster(), StreamConfig.settings(settings()), new SimpleMeterRegistry());
    }

    private Cluster cluster() {
        return Cluster.of(settings(), kafka.registry());
    }

    private Settings settings() {
        return Settings.of(
                ModelsConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef()))),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        broker.bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX,
                        topics.prefix(),
                        StreamConfig.APPLICATION_ID,
                        topics.prefix() + "app",
                        StreamConfig.STATE_DIRECTORY,
                        directory.resolve("state").toString(),
                        StreamConfig.STREAM_THREADS,
                        "1"));
    }
}
