package io.rolestream.stream;

import static io.rolestream.stream.testing.KafkaEnds.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.RoleScore;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.RawProducer;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** No record stops the labelling service, however large it is: the largest that each topic takes, and larger ones. */
@Tag("full")
class RecordSizesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
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
    void connect(TestInfo test, @TempDir Path directory) {
        this.directory = directory;
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(broker.bootstrapServers(), topics);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    @Tag("full")
    void shouldDeadLetterTheLargestRecordsByteForByte() throws Exception {
        createTopics();
        try (RawProducer producer = producer(topics.resumes(), "none");
                StreamApp app = app(Map.of())) {
            start(app);
            byte[] key = "r".getBytes(UTF_8);
            producer.send(key, largest(key));
            producer.send(largest(null), null);
            producer.send(key, new byte[] {7}, new RecordHeader("h", new byte[2_096_000]));

            List<ConsumerRecord<String, byte[]>> letters = kafka.readRecords(topics.resumesDlq(), 3, PATIENCE);
            assertThat(letters)
                    .hasSize(3)
                    .allSatisfy(letter -> assertThat(letter.headers().lastHeader(DeadLetterHeaders.TRUNCATED))
                            .isNull());
            assertThat(letters).anySatisfy(letter -> assertThat(letter.value()).isEqualTo(largest(key)));
            assertStillLabels();
        }
    }

    @Test
    void shouldHaveTheBrokerRefuseWhatIsLargerUncompressed() throws Exception {
        createTopics();
        for (String compression : List.of("zstd", "gzip", "lz4", "snappy")) {
            try (RawProducer producer = producer(topics.resumes(), compression)) {
                assertThatThrownBy(() -> producer.send("r".getBytes(UTF_8), new byte[3_000_000]))
                        .as(compression)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(RecordTooLargeException.class);
                producer.send("r".getBytes(UTF_8), new byte[2_000_000]);
            }
        }
    }

    @Test
    @Tag("full")
    void shouldCutWhatIsTooLargeForTheDeadLetters() throws Exception {
        // As an older version created it: the broker checks the compressed size alone.
        kafka.admin()
                .createTopics(List.of(
                        new NewTopic(topics.resumes(), 1, (short) 1).configs(Map.of("max.message.bytes", "2097152"))))
                .all()
                .get();
        createTopics();
        byte[] tooLong = resume("long", "Java, Spring. ".repeat(12_000_000 / 14));
        try (RawProducer zstd = producer(topics.resumes(), "zstd");
                RawProducer gzip = producer(topics.resumes(), "gzip");
                StreamApp app = app(Map.of())) {
            start(app);
            zstd.send("long".getBytes(UTF_8), tooLong);
            gzip.send("r".getBytes(UTF_8), new byte[3_000_000]);
            gzip.send(new byte[6_000_000], new byte[6_000_000], huge("huge"), huge(DeadLetterHeaders.STACK_TRACE));
            gzip.send("r".getBytes(UTF_8), new byte[] {7}, huge("__streams.errors.offset"));

            List<ConsumerRecord<String, byte[]>> letters = kafka.readRecords(topics.resumesDlq(), 4, PATIENCE);
            assertThat(letters).hasSize(4);
            ConsumerRecord<String, byte[]> first = letters.get(0);
            assertThat(header(first, DeadLetterHeaders.REASON)).isEqualTo("text-too-long");
            assertThat(header(first, DeadLetterHeaders.TRUNCATED)).isEqualTo("value");
            assertThat(header(first, DeadLetterHeaders.ORIGINAL_BYTES)).isEqualTo("" + tooLong.length);
            assertThat(header(first, DeadLetterHeaders.ORIGINAL_SHA256))
                    .isEqualTo(HexFormat.of().formatHex(DeadLetter.sha256().digest(tooLong)));
            assertThat(header(first, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            assertThat(header(letters.get(1), DeadLetterHeaders.TRUNCATED)).isEqualTo("value");
            assertThat(header(letters.get(2), DeadLetterHeaders.TRUNCATED)).isEqualTo("key, value, headers");
            assertThat(header(letters.get(3), DeadLetterHeaders.OFFSET)).isEqualTo("3");
            assertStillLabels();
        }
    }

    @Test
    void shouldLabelWhatHasNoTime() throws Exception {
        createTopics();
        kafka.keepTimestamps(topics.resumes(), topics.labelVotes());
        try (RawProducer producer = producer(topics.resumes(), "none");
                RawProducer votes = producer(topics.labelVotes(), "none");
                StreamApp app = app(
                        Map.of(StreamConfig.LABELLERS, "rules," + Votes.MODEL, StreamConfig.LABEL_DEADLINE, "1s"))) {
            start(app);
            producer.sendBeforeTime("timeless".getBytes(UTF_8), resume("timeless", Resumes.DATA_SKILLS));
            producer.sendBeforeTime("r".getBytes(UTF_8), new byte[] {7});
            votes.sendBeforeTime("r".getBytes(UTF_8), new byte[] {7});

            assertThat(kafka.readRecords(topics.resumesDlq(), 2, PATIENCE)).hasSize(2);
            assertThat(kafka.read(topics.labelledRoles(), LabelledRole.class, 1, PATIENCE))
                    .extracting(LabelledRole::getResumeId)
                    .containsExactly("timeless");
        }
    }

    @Test
    void shouldWriteTheLargestLabelDisagreementAndExample() throws Exception {
        writeTheLargest(Map.of());
    }

    @Test
    @Tag("full")
    void shouldWriteTheLargestLabelAndDisagreementAsJson() throws Exception {
        writeTheLargest(Map.of(ConnectionConfig.LABELS_FORMAT, "json"));
    }

    private void writeTheLargest(Map<String, String> more) throws Exception {
        createTopics();
        List<String> roles = roles();
        try (RawProducer resumes = producer(topics.resumes(), "none");
                RawProducer votes = producer(topics.labelVotes(), "none");
                RawProducer answers = producer(topics.roleCorrections(), "none");
                StreamApp app = app(largestSettings(roles, more))) {
            start(app);
            String id = "\u20ac".repeat(256);
            byte[] key = id.getBytes(UTF_8);
            String keywords =
                    IntStream.range(0, 1_200).mapToObj(RecordSizesTest::keyword).collect(Collectors.joining(", "));
            String text = keywords + ", " + "\u20ac".repeat(500_000 - keywords.length() - 2);
            resumes.send(key, resume(id, text));
            TrainingExample example = kafka.read(topics.trainingExamples(), TrainingExample.class, 1, PATIENCE)
                    .get(0);
            assertThat(example.getJudgedText()).isEqualTo(text);
            votes.send(
                    key, bytes(LabelVote.class, topics.labelVotes(), largestVote(id, example.getContentHash(), roles)));
            LabelledRole label = kafka.read(topics.labelledRoles(), LabelledRole.class, 1, PATIENCE)
                    .get(0);
            assertThat(label.getModelVote()).isNotNull();
            assertThat(label.getRuleVote().getEvidence()).hasSizeGreaterThan(500);
            assertThat(kafka.readRecords(topics.labelDisagreements(), 1, PATIENCE))
                    .hasSize(1);
            assertThat(kafka.read(topics.labelDisagreements(), LabelDisagreement.class, 1, PATIENCE)
                            .get(0)
                            .getExcerpt())
                    .hasSize(10_000);
            answers.send(key, bytes(RoleCorrection.class, topics.roleCorrections(), answer(id, roles.get(7), 256)));
            answers.send(key, bytes(RoleCorrection.class, topics.roleCorrections(), answer(id, roles.get(8), 257)));

            assertThat(kafka.read(topics.labelledRoles(), LabelledRole.class, 2, PATIENCE))
                    .extracting(LabelledRole::getRole)
                    .last()
                    .isEqualTo(roles.get(7));
            assertThat(kafka.readRecords(topics.resumesDlq(), 1, PATIENCE))
                    .singleElement()
                    .satisfies(letter -> assertThat(header(letter, DeadLetterHeaders.MESSAGE))
                            .contains("reviewer"));
        }
    }

    private Map<String, String> largestSettings(List<String> roles, Map<String, String> more) throws Exception {
        String taxonomy = "fallback: '%s'%nroles:%n".formatted(roles.get(0))
                + roles.stream().map("  '%s': A role.%n"::formatted).collect(Collectors.joining());
        StringBuilder rules = new StringBuilder("name: large\nmatching: phrases\nminimum-score: 1.0\nroles:\n");
        for (int i = 1; i < roles.size(); i++) {
            rules.append("  '%s':%n    %s: 1%n    %s: 1%n".formatted(roles.get(i), keyword(i), keyword(1_000 + i)));
        }
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(Map.of(
                StreamConfig.TAXONOMY,
                Files.writeString(directory.resolve("roles.yml"), taxonomy).toString(),
                StreamConfig.RULES,
                Files.writeString(directory.resolve("rules.yml"), rules).toString(),
                StreamConfig.LABELLERS,
                "rules," + Votes.MODEL,
                StreamConfig.DECISION_POLICY,
                "model",
                StreamConfig.LABEL_DEADLINE,
                "10m",
                StreamConfig.EXCERPT_CHARS,
                "10000",
                ConnectionConfig.RESUME_MAX_CHARS,
                "500000"));
        return settings;
    }

    private static String keyword(int i) {
        return "keyword-%d-of-many-with-a-long-name".formatted(i);
    }

    private static List<String> roles() {
        List<String> roles = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            roles.add(i + "\u20ac".repeat(100 - Integer.toString(i).length()));
        }
        return roles;
    }

    private static LabelVote largestVote(String id, String hash, List<String> roles) {
        List<RoleScore> scores =
                roles.stream().map(role -> new RoleScore(role, -5f)).toList();
        List<Evidence> evidence = IntStream.range(0, 1_000)
                .mapToObj(i -> new Evidence("\u20ac".repeat(20), i, i + 1))
                .toList();
        return Votes.on(
                id,
                hash,
                0,
                Vote.newBuilder(Votes.model(roles.get(5), 0.9f))
                        .setLabellerVersion("\u20ac".repeat(256))
                        .setScores(scores)
                        .setEvidence(evidence)
                        .build());
    }

    private static RoleCorrection answer(String id, String role, int reviewerChars) {
        return RoleCorrection.newBuilder()
                .setResumeId(id)
                .setRole(role)
                .setReviewer("\u20ac".repeat(reviewerChars))
                .build();
    }

    /** That a resume behind the others in partition 0 is labelled. */
    private void assertStillLabels() throws Exception {
        kafka.sendBytes(topics.resumes(), "last", resume("last", Resumes.DATA_SKILLS));
        assertThat(kafka.read(topics.labelledRoles(), LabelledRole.class, 1, PATIENCE))
                .extracting(LabelledRole::getResumeId)
                .containsExactly("last");
    }

    private static Header huge(String name) {
        return new RecordHeader(name, new byte[4_000_000]);
    }

    /** Bytes that fill a batch of {@code resumes} to its last byte. */
    private static byte[] largest(byte @Nullable [] key) {
        int size = TopicCatalogue.TEXT_MESSAGE_BYTES;
        int overhead = DefaultRecordBatch.sizeInBytes(List.of(new SimpleRecord(0, key, new byte[size]))) - size;
        return new byte[size - overhead];
    }

    private byte[] resume(String id, String skills) {
        return bytes(Resume.class, topics.resumes(), Resumes.withSkills(id, skills));
    }

    private <T extends SpecificRecord> byte[] bytes(Class<T> type, String topic, T value) {
        return new AvroSerde<>(type, kafka.registry()).serializer().serialize(topic, value);
    }

    private RawProducer producer(String topic, String compression) {
        return new RawProducer(broker.bootstrapServers(), topic, compression);
    }

    private void createTopics() {
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 1), (short) 1);
    }

    private StreamApp app(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
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
        values.putAll(more);
        return new StreamApp(
                Cluster.of(TopologyDriver.settings(values), kafka.registry()),
                StreamConfig.settings(TopologyDriver.settings(values)),
                new SimpleMeterRegistry());
    }

    private static void start(StreamApp app) throws Exception {
        app.start();
        app.running().get();
    }
}
