package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a labelling service of each test's own, since all its resumes are labelled again. */
class RelabelCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final String CLOUD = "AWS, Azure, GCP";
    private static final String DATA = "Spark, Airflow, Python";

    private @Nullable LocalStack stack;
    private @Nullable KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void start() throws InterruptedException {
        stack = LocalStack.start(
                EmbeddedKafka.builder().build(),
                broker -> Settings.of(Configuration.definitions(), broker),
                null,
                null);
        producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        stack().settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer().close();
        stack().close();
    }

    @Test
    void shouldLabelEveryResumeOnceMoreAndLeaveOutForgottenOnes() throws Exception {
        for (int i = 0; i < 40; i++) {
            send("r-" + i, CLOUD);
        }
        send("r-1", DATA);
        forget("r-2");
        producer()
                .send(new ProducerRecord<>(TOPICS.resumes(), "r-bad", new byte[] {1, 2, 3}))
                .get();
        awaitLabels(42);
        commitForWorkers(0, 0);

        assertThat(relabel("--dry-run").out()).isEqualTo("40 resumes would be relabelled" + System.lineSeparator());
        Result result = relabel("--rate", "1000", "--max-lag", "0");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .contains(
                        "group rolestream-worker has no members now, so its lag is not waited for",
                        "39 of 40 resumes sent for relabelling in ",
                        "; 1 unreadable one skipped")
                .doesNotContain("group rolestream has no members");
        Map<String, List<@Nullable LabelledRole>> labels = awaitLabels(42 + 39);
        assertThat(labels).hasSize(40);
        labels.forEach((id, ofResume) -> assertThat(ofResume).as(id).hasSize(id.equals("r-1") ? 3 : 2));
        assertThat(last(labels, "r-1").getRole()).isEqualTo("Data Engineer");
        assertThat(labels.get("r-2")).endsWith((LabelledRole) null);
        assertThat(read(TOPICS.resumesDlq())).hasSize(1);
    }

    @Test
    @Tag("full")
    void shouldSendTheSameBytesToTheSamePartition() throws Exception {
        send("r", CLOUD);
        awaitLabels(1);

        relabel();

        List<ConsumerRecord<byte[], byte[]>> records = read(TOPICS.resumes());
        assertThat(records).hasSize(2);
        assertThat(records.get(1).key()).isEqualTo(records.get(0).key());
        assertThat(records.get(1).value()).isEqualTo(records.get(0).value());
        assertThat(records.get(1).partition()).isEqualTo(records.get(0).partition());
        assertThat(records.get(1).timestamp()).isGreaterThan(records.get(0).timestamp());
        assertThat(records.get(1).headers())
                .extracting(header -> header.key() + ": " + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("rolestream.relabel: unless-changed", "rolestream.original.offset: 0");
    }

    @Test
    @Tag("full")
    void shouldTakeOnlyResumesOfARoleWhoseLatestRecordIsInTheRange() throws Exception {
        keepTimestamps();
        Instant old = Instant.now().minus(Duration.ofDays(2));
        send("old", CLOUD, old);
        send("changed", CLOUD, old);
        send("changed", DATA);
        send("cloud", CLOUD);
        send("data", DATA);
        awaitLabels(5);

        assertThat(relabel("--dry-run", "--since", "1d").out()).startsWith("3 resumes");
        assertThat(relabel("--dry-run", "--until", "1d ago").out()).startsWith("1 resume ");
        assertThat(relabel("--dry-run", "--role", "Cloud Engineer").out()).startsWith("2 resumes");
        relabel("--since", "1d", "--role", "Data Engineer");

        Map<String, List<@Nullable LabelledRole>> labels = awaitLabels(7);
        assertThat(last(labels, "changed").getRevision()).isEqualTo(3);
        assertThat(last(labels, "data").getRevision()).isEqualTo(2);
    }

    @Test
    @Tag("full")
    void shouldSayThatNoResumeWasLabelledWithARole() throws Exception {
        send("r", CLOUD);
        awaitLabels(1);

        Result result = relabel("--role", "Cloud Enginer");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains(
                        "no resume has been labelled Cloud Enginer; did you mean \"Cloud Engineer\"? (labels: Cloud Engineer)");
    }

    @Test
    @Tag("full")
    void shouldLeaveWhatChangesMeanwhileAndLiveTrafficAlone() throws Exception {
        int resumes = 60;
        for (int i = 0; i < resumes; i++) {
            send("r-" + i, CLOUD);
        }
        awaitLabels(resumes);

        var relabelling = CompletableFuture.supplyAsync(() -> relabel("--rate", "20"));
        Awaitility.await().atMost(PATIENCE).until(() -> read(TOPICS.resumes()).size() > resumes);
        for (int i = 0; i < resumes; i += 3) {
            send("r-" + i, DATA);
            forget("r-" + (i + 1));
        }
        send("live", CLOUD);
        awaitLabel("live");
        assertThat(relabelling).as("live traffic is labelled in between").isNotDone();
        assertThat(relabelling.get().err()).contains("60 of 60 resumes sent");

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, List<@Nullable LabelledRole>> labels = labels();
            for (int i = 2; i < resumes; i += 3) {
                assertThat(labels.get("r-" + i)).hasSize(2);
            }
        });
        Map<String, List<@Nullable LabelledRole>> labels = labels();
        int ignored = 0;
        for (int i = 0; i < resumes; i += 3) {
            assertThat(last(labels, "r-" + i).getRole()).isEqualTo("Data Engineer");
            assertThat(Objects.requireNonNull(labels.get("r-" + (i + 1)))).endsWith((LabelledRole) null);
            ignored += Objects.requireNonNull(labels.get("r-" + i)).size() == 2 ? 1 : 0;
        }
        assertThat(ignored)
                .as("resumes that were changed before they were sent again")
                .isPositive();
    }

    @Test
    @Tag("full")
    void shouldWaitForWorkersThatAreBehind() throws Exception {
        send("r", CLOUD);
        ConsumerRecord<byte[], byte[]> record = read(TOPICS.resumes()).get(0);
        awaitLabels(1);
        TopicPartition partition = new TopicPartition(TOPICS.resumes(), record.partition());
        try (KafkaConsumer<byte[], byte[]> worker = worker()) {
            worker.commitSync(Map.of(partition, new OffsetAndMetadata(0)));

            ByteArrayOutputStream err = new ByteArrayOutputStream();
            var relabelling = CompletableFuture.supplyAsync(() -> relabel(err, "--max-lag", "0"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> err.toString(StandardCharsets.UTF_8)
                            .contains("waiting until group rolestream-worker, now 1 resume behind, is at most 0"));
            assertThat(read(TOPICS.resumes())).hasSize(1);
            worker.commitSync(Map.of(partition, new OffsetAndMetadata(1)));

            assertThat(relabelling.get().err()).contains("1 of 1 resume sent");
        }
    }

    @Test
    @Tag("full")
    void shouldSayThatNobodyLabels() {
        Result result = relabel("-s", "application.id=nobody");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("no labelling service found: group nobody has not read topic resumes");
    }

    @Test
    @Tag("full")
    void shouldStopWithACount(@TempDir Path directory) throws Exception {
        for (int i = 0; i < 100; i++) {
            send("r-" + i, CLOUD);
        }
        awaitLabels(100);
        String[] arguments = Stream.concat(Stream.of("relabel", "--rate", "2"), options().stream())
                .toArray(String[]::new);
        try (ChildCommand child = new ChildCommand(directory, arguments)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> read(TOPICS.resumes()).size() > 100);
            child.interrupt();

            assertThat(child.err()).containsPattern("stopped: \\d+ of 100 resumes sent for relabelling in .* s\\R");
        }
    }

    private Result relabel(String... arguments) {
        return relabel(new ByteArrayOutputStream(), arguments);
    }

    private Result relabel(ByteArrayOutputStream err, String... arguments) {
        return Cli.run(
                err,
                Stream.of(Stream.of("relabel"), Stream.of(arguments), options().stream())
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    private List<String> options() {
        EmbeddedKafka kafka = stack().kafka();
        return List.of(
                "--bootstrap-servers", kafka.bootstrapServers(), "--schema-registry-url", kafka.schemaRegistryUrl());
    }

    private LocalStack stack() {
        return Objects.requireNonNull(stack);
    }

    private KafkaProducer<String, byte[]> producer() {
        return Objects.requireNonNull(producer);
    }

    /** As topics of earlier versions do. */
    private void keepTimestamps() throws ExecutionException, InterruptedException {
        try (Admin admin = Clients.of(stack().settings()).admin()) {
            var type = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, TOPICS.resumes()),
                            List.of(new AlterConfigOp(type, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private void send(String id, String skills) throws ExecutionException, InterruptedException {
        send(id, skills, Instant.now());
    }

    private void send(String id, String skills, Instant time) throws ExecutionException, InterruptedException {
        Serializer<Resume> serializer =
                new AvroSerde<>(Resume.class, stack().cluster().registry()).serializer();
        byte[] value = serializer.serialize(
                TOPICS.resumes(),
                Resume.newBuilder().setResumeId(id).setSkills(skills).build());
        producer()
                .send(new ProducerRecord<>(TOPICS.resumes(), null, time.toEpochMilli(), id, value))
                .get();
    }

    private void forget(String id) throws ExecutionException, InterruptedException {
        producer()
                .send(new ProducerRecord<String, byte[]>(TOPICS.resumes(), id, null))
                .get();
    }

    /** A member of the workers' group that owns all partitions. */
    private KafkaConsumer<byte[], byte[]> worker() {
        KafkaConsumer<byte[], byte[]> worker = new KafkaConsumer<>(
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        stack().settings().string(ConnectionConfig.BOOTSTRAP_SERVERS),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "rolestream-worker",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        worker.subscribe(List.of(TOPICS.resumes()));
        while (worker.assignment().isEmpty()) {
            worker.poll(Duration.ofMillis(100));
        }
        return worker;
    }

    private void commitForWorkers(int partition, long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = Clients.of(stack().settings()).admin()) {
            admin.alterConsumerGroupOffsets(
                            "rolestream-worker",
                            Map.of(new TopicPartition(TOPICS.resumes(), partition), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    /** The labels of each resume in their order, null for one that says it is forgotten; once there are so many. */
    private Map<String, List<@Nullable LabelledRole>> awaitLabels(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read(TOPICS.labelledRoles())).hasSize(count));
        return labels();
    }

    private void awaitLabel(String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> labels().containsKey(id));
    }

    private Map<String, List<@Nullable LabelledRole>> labels() {
        var deserializer = new AvroSerde<>(LabelledRole.class, stack().cluster().registry()).deserializer();
        Map<String, List<@Nullable LabelledRole>> labels = new HashMap<>();
        read(TOPICS.labelledRoles())
                .forEach(record -> labels.computeIfAbsent(
                                new String(record.key(), StandardCharsets.UTF_8), id -> new ArrayList<>())
                        .add(deserializer.deserialize(TOPICS.labelledRoles(), record.value())));
        return labels;
    }

    private static LabelledRole last(Map<String, List<@Nullable LabelledRole>> labels, String id) {
        List<@Nullable LabelledRole> ofResume = Objects.requireNonNull(labels.get(id));
        return Objects.requireNonNull(ofResume.get(ofResume.size() - 1));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new CommittedReader(Clients.of(stack().settings()), List.of(topic), From.BEGINNING, true, records::add).run();
        return records;
    }
}
