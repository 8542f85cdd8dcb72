package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples that send resumes, on a running labelling service. What each sends is counted by a reader of its own:
 * each resume is in the partition that Java's client would choose, and has the label that the rules give to its text.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(OS.WINDOWS)
class ProducerExamplesTest {
    private static final int RESUMES = 40;
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SENT = RESUMES + " sent";
    private static final JsonMapper JSON = new JsonMapper();

    private final RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private final ResumeGenerator generator = new ResumeGenerator(7, GeneratorOptions.DEFAULT.withBrokenShare(0));
    private final Path directory;
    private LocalStack stack;

    ProducerExamplesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    void start() throws InterruptedException {
        stack = LocalStack.start(
                EmbeddedKafka.builder().build(),
                broker -> {
                    Map<String, String> values = new HashMap<>(broker);
                    values.put(ConnectionConfig.TOPIC_PARTITIONS, Integer.toString(PARTITIONS));
                    return Settings.of(Configuration.definitions(), values);
                },
                null,
                null);
        // Registers the schema, as `rolestream topics create` does.
        stack.cluster()
                .resumeSerializer()
                .serialize("resumes", Resume.newBuilder().setResumeId("none").build());
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    @Tag("full")
    void shouldSendInJava() throws Exception {
        Path file = resumes("java");
        assertThat(ExampleClients.java(directory, "ProduceResumes.java", file.toString(), brokers(), registry()))
                .containsExactly(SENT);
        requireLabels("java");

        assertThat(ExampleClients.java(
                        directory, "ProduceResumes.java", file.toString(), brokers(), registry(), "FORGET"))
                .containsExactly(SENT);
        requireForgotten("java");
    }

    @Test
    @Tag("full")
    void shouldSendInTheConsole() throws Exception {
        List<String> programs = List.of("kcat", "jq");
        Path resumes = resumes("console");
        // The last line of a file may have no line break.
        Files.writeString(resumes, Files.readString(resumes).stripTrailing());
        String file = resumes.toString();
        assertThat(ExampleClients.bash(directory, programs, "produce_resumes.sh", file, brokers()))
                .containsExactly(SENT);
        requireLabels("console");

        assertThat(ExampleClients.bash(directory, programs, "produce_resumes.sh", file, brokers(), "FORGET"))
                .containsExactly(SENT);
        requireForgotten("console");
    }

    @Test
    @Tag("registry")
    void shouldSendInPython() throws Exception {
        String avro = resumes("python-avro").toString();
        assertThat(python(avro, "--registry", registry())).containsExactly(SENT);
        requireLabels("python-avro");
        assertThat(python(avro, "--forget")).containsExactly(SENT);
        requireForgotten("python-avro");

        assertThat(python(resumes("python-json").toString())).containsExactly(SENT);
        requireLabels("python-json");
    }

    @Test
    @Tag("registry")
    void shouldSendInNode() throws Exception {
        String avro = resumes("node-avro").toString();
        assertThat(node(avro, "--registry", registry())).containsExactly(SENT);
        requireLabels("node-avro");
        assertThat(node(avro, "--forget")).containsExactly(SENT);
        requireForgotten("node-avro");

        assertThat(node(resumes("node-json").toString())).containsExactly(SENT);
        requireLabels("node-json");
    }

    private List<String> python(String file, String... more) throws Exception {
        return ExampleClients.python(directory, "produce_resumes.py", arguments(file, more));
    }

    private List<String> node(String file, String... more) throws Exception {
        return ExampleClients.node(directory, "produce_resumes.js", arguments(file, more));
    }

    private String[] arguments(String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(file, "--bootstrap-servers", brokers()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private String brokers() {
        return stack.kafka().bootstrapServers();
    }

    private String registry() {
        return stack.kafka().schemaRegistryUrl();
    }

    /** The ids need more than ASCII, as the partitioners hash their bytes. */
    private static String id(String kind, int number) {
        return kind + "-\u00e9\"-" + number;
    }

    private Path resumes(String kind) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= RESUMES; i++) {
            SampleResume resume = generator.resume(i);
            ObjectNode line =
                    JSON.createObjectNode().put("resumeId", id(kind, i)).put("submittedAt", "2026-03-04T12:00:00Z");
            if (resume.skills() != null) {
                line.put("skills", resume.skills());
            }
            if (resume.text() != null) {
                line.put("text", resume.text());
            }
            lines.add(line.toString());
        }
        return Files.write(directory.resolve(kind + ".jsonl"), lines);
    }

    private Map<String, String> rolesByTheRules(String kind) {
        Map<String, String> roles = new TreeMap<>();
        for (int i = 1; i <= RESUMES; i++) {
            SampleResume resume = generator.resume(i);
            String text = Objects.requireNonNullElse(resume.skills(), Objects.requireNonNullElse(resume.text(), ""));
            roles.put(id(kind, i), rules.vote(text).role().name());
        }
        return roles;
    }

    private void requireLabels(String kind) {
        try (var labels = new AvroSerde<>(LabelledRole.class, stack.cluster().registry()).deserializer()) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                Map<String, String> roles = new TreeMap<>();
                for (ConsumerRecord<byte[], byte[]> record : records("labelled-roles", kind)) {
                    LabelledRole label = labels.deserialize(record.topic(), record.headers(), record.value());
                    assertThat(roles.put(text(record.key()), label.getRole()))
                            .as("one label for each")
                            .isNull();
                }
                assertThat(roles).isEqualTo(rolesByTheRules(kind));
            });
        }
        List<ConsumerRecord<byte[], byte[]>> sent = records("resumes", kind);
        assertThat(sent)
                .hasSize(RESUMES)
                .allMatch(record -> record.partition() == Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS);
        assertThat(sent.stream().map(ConsumerRecord::partition).distinct()).hasSize(PARTITIONS);
    }

    private void requireForgotten(String kind) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records("labelled-roles", kind).stream()
                                .filter(record -> record.value() == null)
                                .map(record -> text(record.key())))
                        .containsExactlyInAnyOrderElementsOf(
                                rolesByTheRules(kind).keySet()));
    }

    /** The committed records of a kind. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic, String kind) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        (Object) brokers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (text(record.key()).startsWith(kind + "-\u00e9")) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
