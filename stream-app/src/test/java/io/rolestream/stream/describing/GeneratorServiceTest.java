package io.rolestream.stream.describing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Resume;
import io.rolestream.events.WrittenDescription;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import io.rolestream.stream.worker.ModelGoneException;
import io.rolestream.stream.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a generator promises on a real broker. Each test has topics and a group of its own. */
class GeneratorServiceTest {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A decoder of two layers with random weights. */
    private static final Path DECODER =
            Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2");

    private static EmbeddedKafka broker;

    private Topics topics = Topics.unprefixed();
    private KafkaEnds kafka;
    private final ScriptedGenerators supply = new ScriptedGenerators();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(broker.bootstrapServers(), topics);
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, PARTITIONS), (short) 1);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldDescribeEveryResumeOnceInItsPartitionWithASeedOfItsContent() throws Exception {
        supply.offer(new ScriptedGenerator("v1", 100));
        List<Sent> sent = kafka.send(Resumes.numbered(0, 1_000));
        try (GeneratorService service = service(Map.of())) {
            service.start();
            List<ConsumerRecord<String, byte[]>> records = records(sent.size());

            assertThat(places(records)).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(values(records)).allSatisfy(written -> {
                assertThat(written.getOutcome()).isEqualTo(DescriptionOutcome.FINISHED);
                assertThat(written.getSeed()).isEqualTo(Drawing.seed(written.getContentHash()));
                assertThat(written.getDescription()).endsWith(" " + written.getSeed());
                assertThat(written.getGeneratorVersion()).isEqualTo("v1");
                assertThat(written.getSampling()).isEqualTo("max-tokens=256 temperature=0.7 top-p=0.9");
            });
            assertThat(service.isReady()).isTrue();
            assertThat(service.describe()).isEqualTo("describing resumes with scripted/v1");
        }
    }

    @Test
    void shouldDeleteTheDescriptionOfADeletedResumeAndReadPastWhatIsNone() throws Exception {
        supply.offer(new ScriptedGenerator("v1", 100));
        kafka.sendKeyed(topics.resumes(), "bad", new byte[] {7, 7, 7});
        kafka.send(Resumes.numbered(0, 1));
        String id = Resumes.numbered(0, 1).get(0).getResumeId();
        kafka.sendKeyed(topics.resumes(), id, null);
        try (GeneratorService service = service(Map.of())) {
            service.start();
            List<ConsumerRecord<String, byte[]>> records = records(2);

            assertThat(records).extracting(ConsumerRecord::key).containsExactly(id, id);
            assertThat(records.get(0).value()).isNotNull();
            assertThat(records.get(1).value()).isNull();
            assertThat(records.get(1).partition()).isEqualTo(records.get(0).partition());
        }
    }

    @Test
    void shouldSayAtOnceThatThereIsNoDescription() throws Exception {
        ScriptedGenerator model = new ScriptedGenerator("v1", 100);
        model.slowDown(0);
        supply.offer(model);
        List<Resume> resumes = new ArrayList<>(Resumes.numbered(0, 199));
        resumes.add(Resumes.withSkills("bad", ScriptedGenerator.POISON));
        kafka.send(resumes);
        // a hundred tokens: six descriptions of at most sixteen, and what they give back
        Map<String, String> settings = Map.of(
                DescribingConfig.SHARE, "0.5",
                DescribingConfig.MAX_TOKENS, "16",
                DescribingConfig.TOKENS_PER_SECOND, "10");
        try (GeneratorService service = service(settings)) {
            service.start();
            List<WrittenDescription> written = values(records(resumes.size()));
            Map<DescriptionOutcome, Long> outcomes = written.stream()
                    .collect(Collectors.groupingBy(WrittenDescription::getOutcome, Collectors.counting()));

            assertThat(written).hasSize(resumes.size()).allSatisfy(each -> {
                boolean inShare = new ResumeShare(0.5).includes(each.getResumeId());
                assertThat(each.getOutcome() != DescriptionOutcome.OUT_OF_SHARE).isEqualTo(inShare);
                assertThat(each.getDescription() != null).isEqualTo(each.getOutcome() == DescriptionOutcome.FINISHED);
            });
            assertThat(outcomes.get(DescriptionOutcome.FINISHED)).isBetween(6L, 40L);
            assertThat(outcomes.get(DescriptionOutcome.OUT_OF_BUDGET)).isGreaterThan(20);
            outcomes.forEach((outcome, count) ->
                    assertThat(counted(outcome)).as(outcome.name()).isEqualTo(count.doubleValue()));
        }
    }

    @Test
    void shouldSayThatTheModelFailsAndThatThereIsNone() throws Exception {
        supply.offer(null);
        kafka.send(List.of(Resumes.withSkills("early", "java")));
        try (GeneratorService service = service(Map.of())) {
            service.start();
            assertThat(values(records(1)))
                    .extracting(WrittenDescription::getOutcome)
                    .containsExactly(DescriptionOutcome.NO_MODEL);
            assertThat(service.isReady()).isFalse();
            assertThat(service.isLive()).isTrue();

            supply.offer(new ScriptedGenerator("v1", 100));
            await().atMost(PATIENCE).until(service::isReady);
            kafka.send(
                    List.of(Resumes.withSkills("bad", ScriptedGenerator.POISON), Resumes.withSkills("good", "java")));
            assertThat(values(records(3)))
                    .extracting(WrittenDescription::getResumeId, WrittenDescription::getOutcome)
                    .contains(tuple("bad", DescriptionOutcome.FAILED), tuple("good", DescriptionOutcome.FINISHED));
        }
    }

    @Test
    void shouldLeaveResumesInKafkaWhileTheModelIsFull() throws Exception {
        ScriptedGenerator model = new ScriptedGenerator("v1", 20);
        supply.offer(model);
        List<Sent> sent = kafka.send(Resumes.numbered(0, 400));
        try (GeneratorService service = service(Map.of())) {
            service.start();

            assertThat(places(records(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(model.mostWaiting()).isBetween(10, 20);
        }
    }

    @Test
    void shouldContinueExactlyOnceAfterARestartInTheMiddle() throws Exception {
        ScriptedGenerator slow = new ScriptedGenerator("v1", 50);
        slow.slowDown(400);
        supply.offer(slow);
        Map<String, String> named = Map.of(StreamConfig.INSTANCE_ID, "a", WorkerConfig.STOP_TIMEOUT, "1ms");
        List<Sent> sent = kafka.send(Resumes.numbered(0, 400));
        GeneratorService first = service(named);
        first.start();
        records(40);
        first.close();
        supply.offer(new ScriptedGenerator("v2", 100));
        try (GeneratorService second = service(named)) {
            second.start();
            List<ConsumerRecord<String, byte[]>> records = records(sent.size());

            assertThat(places(records)).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(values(records))
                    .extracting(WrittenDescription::getGeneratorVersion)
                    .contains("v1", "v2");
        }
    }

    @Test
    void shouldStopWithTheCauseWhenTheEngineIsBroken() throws Exception {
        ScriptedGenerator model = new ScriptedGenerator("v1", 100);
        model.breakDown();
        supply.offer(model);
        kafka.send(Resumes.numbered(0, 10));
        try (GeneratorService service = service(Map.of())) {
            service.start();

            assertThat(service.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ModelGoneException.class,
                            gone -> assertThat(gone.broken()).isTrue());
        }
    }

    @Test
    void shouldWriteTheSameTextForTheSameResumeWithARealDecoder() throws Exception {
        Map<String, String> settings = Map.of(
                DescribingConfig.MODEL, DECODER.toString(),
                DescribingConfig.MAX_TOKENS, "12",
                ModelsConfig.PRECISION, "fp32",
                ModelsConfig.DEVICE, "cpu");
        List<Resume> resumes = List.of(
                Resumes.withSkills("a", "Kafka, Java"),
                Resumes.withSkills("b", "Kafka,   Java"),
                Resumes.withSkills("c", "Python, pandas"),
                Resumes.withSkills("long", "Kafka and Java ".repeat(2_000)));
        List<Sent> sent = kafka.send(resumes);
        try (GeneratorService service =
                GeneratorService.of(cluster(settings), DescribingConfig.settings(all(settings)), meters)) {
            service.start();
            Map<String, WrittenDescription> written = values(records(sent.size())).stream()
                    .collect(Collectors.toMap(WrittenDescription::getResumeId, each -> each));

            assertThat(written).hasSize(4);
            assertThat(written.get("a").getDescription())
                    .isNotBlank()
                    .isNotEqualTo(written.get("c").getDescription());
            assertThat(written.get("a").getGeneratorVersion()).matches("smollm2-[0-9a-f]{8}");
            assertThat(written.values())
                    .allSatisfy(each -> assertThat(each.getTokens()).isBetween(1, 12));
            WrittenDescription first = written.get("a");
            kafka.send(resumes.subList(0, 1));
            WrittenDescription again = values(records(sent.size() + 1)).stream()
                    .filter(each -> each.getResumeId().equals("a") && each.getResumeOffset() != first.getResumeOffset())
                    .findFirst()
                    .orElseThrow();
            assertThat(again.getDescription()).isEqualTo(first.getDescription());
        }
    }

    @Test
    void shouldDescribeWithTheChampionAndGoBackWithARollback(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("store");
        Map<String, String> settings = Map.of(
                DescribingConfig.MODEL,
                VersionTask.DESCRIBER,
                DescribingConfig.MAX_TOKENS,
                "4",
                ModelsConfig.STORE,
                store.toString(),
                ModelsConfig.CACHE_DIRECTORY,
                directory.resolve("cache").toString(),
                ModelsConfig.PRECISION,
                "fp32",
                ModelsConfig.DEVICE,
                "cpu");
        StatedVerdict passed = new StatedVerdict(VerdictKind.PASSED, List.of("better"));
        try (VersionAnnouncer announcer = new VersionAnnouncer(cluster(settings), "ada", SigningKeys.NONE);
                GeneratorService service =
                        GeneratorService.of(cluster(settings), DescribingConfig.settings(all(settings)), meters)) {
            announcer.announce(
                    AnnouncedVerdict.withVerdict(TaskVersions.publish(store, VersionTask.DESCRIBER, "1", 1), passed));
            service.start();
            await().atMost(PATIENCE).until(() -> service.describe().endsWith("generator/1"));
            announcer.announce(
                    AnnouncedVerdict.withVerdict(TaskVersions.publish(store, VersionTask.DESCRIBER, "2", 2), passed));
            await().atMost(PATIENCE).until(() -> service.describe().endsWith("generator/2"));
            kafka.send(List.of(Resumes.withSkills("a", "java")));
            records(1);
            announcer.rollback(VersionTask.DESCRIBER, null, "worse");
            await().atMost(PATIENCE).until(() -> service.describe().endsWith("generator/1"));
            kafka.send(List.of(Resumes.withSkills("a", "java")));

            assertThat(values(records(2)))
                    .extracting(WrittenDescription::getGeneratorVersion, WrittenDescription::getOutcome)
                    .containsExactly(tuple("2", DescriptionOutcome.CUT), tuple("1", DescriptionOutcome.CUT));
        }
    }

    @Test
    @Tag("full")
    void shouldShareTheWorkExactlyOnceWhileMembersComeAndGo() throws Exception {
        List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 1_000)));
        supply.offer(new ScriptedGenerator("v1", 50));
        ScriptedGenerators others = new ScriptedGenerators();
        try (GeneratorService first = service(Map.of())) {
            first.start();
            for (int round = 1; round <= 4; round++) {
                others.offer(new ScriptedGenerator("v" + (round + 1), 50));
                try (GeneratorService other = new GeneratorService(
                        cluster(Map.of()), DescribingConfig.settings(all(Map.of())), others, meters)) {
                    other.start();
                    sent.addAll(kafka.send(Resumes.numbered(1_000 * round, 1_000 * (round + 1))));
                    await().atMost(PATIENCE).until(other::isReady);
                    Thread.sleep(500);
                }
            }
            assertThat(places(records(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
        }
    }

    private double counted(DescriptionOutcome outcome) {
        String code = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return meters.get("rolestream.descriptions")
                .tag("outcome", code)
                .counter()
                .count();
    }

    private GeneratorService service(Map<String, String> more) {
        return new GeneratorService(cluster(more), DescribingConfig.settings(all(more)), supply, meters);
    }

    private Cluster cluster(Map<String, String> more) {
        return Cluster.of(all(more), kafka.registry());
    }

    private Settings all(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                DescribingConfig.GROUP_ID,
                topics.prefix() + "generators",
                DescribingConfig.MODEL,
                DECODER.toString()));
        values.putAll(more);
        ConfigDef keys = ModelsConfig.define(ConnectionConfig.define(new ConfigDef()));
        return Settings.of(DescribingConfig.define(WorkerConfig.define(StreamConfig.define(keys))), values);
    }

    private List<ConsumerRecord<String, byte[]>> records(int atLeast) {
        return kafka.readRecords(topics.generatedDescriptions(), atLeast, PATIENCE);
    }

    private List<WrittenDescription> values(List<ConsumerRecord<String, byte[]>> records) {
        var deserializer = new AvroSerde<>(WrittenDescription.class, kafka.registry()).deserializer();
        return records.stream()
                .map(record -> deserializer.deserialize(topics.generatedDescriptions(), record.value()))
                .toList();
    }

    /** Where each description lies and what it is of. */
    private List<String> places(List<ConsumerRecord<String, byte[]>> records) {
        List<WrittenDescription> values = values(records);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            WrittenDescription written = values.get(i);
            places.add(place(
                    written.getResumeId(),
                    written.getContentHash(),
                    records.get(i).partition(),
                    written.getResumeOffset()));
        }
        return places;
    }

    private static List<String> places(Iterable<Sent> sent) {
        List<String> places = new ArrayList<>();
        sent.forEach(each -> places.add(place(each.resumeId(), each.contentHash(), each.partition(), each.offset())));
        return places;
    }

    private static String place(String id, String hash, int partition, long offset) {
        return id + " " + hash + " " + partition + "@" + offset;
    }
}
