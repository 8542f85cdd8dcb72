package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relabelling after the setting {@code resumes.judged} was changed and the labelling service started again. */
@Tag("full")
class RelabelJudgedPartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final String CLOUD = "AWS, Azure, GCP";
    private static final String DATA = "Spark, Airflow, Python";

    @Test
    void shouldLabelResumesByThePartThatIsJudgedNow(@TempDir Path directory) throws Exception {
        try (LocalStack stack = start(directory, "skills")) {
            send(stack, "r", CLOUD, DATA);
            send(stack, "changed", CLOUD, CLOUD);
            send(stack, "changed", CLOUD, DATA);
            send(stack, "answered", CLOUD, DATA);
            send(stack, "forgotten", CLOUD, DATA);
            forget(stack, "forgotten");
            awaitLabels(stack, 5);
            correct(stack, last(stack, "answered"), "SOC Analyst");
            Map<String, List<@Nullable LabelledRole>> labels = awaitLabels(stack, 6);
            assertThat(labels.get("changed")).hasSize(1); // the skills have not changed
            assertThat(last(stack, "r").getRole()).isEqualTo("Cloud Engineer");
        }
        try (LocalStack stack = start(directory, "text")) {
            assertThat(relabel(stack, "text")).contains("3 of 3 resumes sent for relabelling");

            Map<String, List<@Nullable LabelledRole>> labels = awaitLabels(stack, 9);
            assertThat(labels.get("forgotten")).hasSize(2).endsWith((LabelledRole) null);
            assertThat(last(stack, "r").getRole()).isEqualTo("Data Engineer");
            assertThat(last(stack, "r").getRevision()).isEqualTo(2);
            assertThat(last(stack, "changed").getRole()).isEqualTo("Data Engineer");
            assertThat(last(stack, "answered").getRole()).isEqualTo("SOC Analyst");
            assertThat(last(stack, "answered").getDecidedBy()).isEqualTo(Decider.HUMAN);
        }
        try (LocalStack stack = start(directory, "both")) {
            assertThat(relabel(stack, "both")).contains("3 of 3 resumes sent for relabelling");

            awaitLabels(stack, 12);
            assertThat(last(stack, "r").getRevision()).isEqualTo(3);
            assertThat(last(stack, "answered").getRole()).isEqualTo("SOC Analyst");
        }
    }

    private static LocalStack start(Path directory, String judged) throws InterruptedException {
        return LocalStack.start(
                EmbeddedKafka.builder().directory(directory).build(),
                broker -> {
                    Map<String, String> values = new HashMap<>(broker);
                    values.put("resumes.judged", judged);
                    return Settings.of(Configuration.definitions(), values);
                },
                null,
                null);
    }

    private static String relabel(LocalStack stack, String judged) {
        EmbeddedKafka kafka = stack.kafka();
        Result result = Cli.run(
                "relabel",
                "-s",
                "resumes.judged=" + judged,
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--schema-registry-url",
                kafka.schemaRegistryUrl());
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result.err();
    }

    private static void send(LocalStack stack, String id, String skills, String text) throws Exception {
        Resume resume = Resume.newBuilder()
                .setResumeId(id)
                .setSkills(skills)
                .setText(text)
                .build();
        send(stack, TOPICS.resumes(), null, id, bytes(stack, Resume.class, TOPICS.resumes(), resume));
    }

    private static void forget(LocalStack stack, String id) throws Exception {
        send(stack, TOPICS.resumes(), null, id, null);
    }

    private static void correct(LocalStack stack, LabelledRole label, String role) throws Exception {
        RoleCorrection correction = RoleCorrection.newBuilder()
                .setResumeId(label.getResumeId())
                .setContentHash(label.getContentHash())
                .setRole(role)
                .setReviewer("ada")
                .setCorrectedAt(Instant.now())
                .build();
        send(
                stack,
                TOPICS.roleCorrections(),
                label.getResumePartition(),
                label.getResumeId(),
                bytes(stack, RoleCorrection.class, TOPICS.roleCorrections(), correction));
    }

    private static <T extends SpecificRecord> byte[] bytes(LocalStack stack, Class<T> type, String topic, T value) {
        return new AvroSerde<>(type, stack.cluster().registry()).serializer().serialize(topic, value);
    }

    private static void send(
            LocalStack stack, String topic, @Nullable Integer partition, String id, byte @Nullable [] value)
            throws Exception {
        Map<String, Object> settings =
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, stack.kafka().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, id, value)).get();
        }
    }

    /** The labels of each resume in their order, null for one that says it is forgotten; once there are so many. */
    private static Map<String, List<@Nullable LabelledRole>> awaitLabels(LocalStack stack, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        labels(stack).values().stream().mapToInt(List::size).sum() == count);
        return labels(stack);
    }

    private static LabelledRole last(LocalStack stack, String id) {
        List<@Nullable LabelledRole> ofResume =
                Objects.requireNonNull(labels(stack).get(id));
        return Objects.requireNonNull(ofResume.get(ofResume.size() - 1));
    }

    private static Map<String, List<@Nullable LabelledRole>> labels(LocalStack stack) {
        var deserializer = new AvroSerde<>(LabelledRole.class, stack.cluster().registry()).deserializer();
        Map<String, List<@Nullable LabelledRole>> labels = new HashMap<>();
        new CommittedReader(
                        Clients.of(stack.settings()), List.of(TOPICS.labelledRoles()), From.BEGINNING, true, record -> {
                            labels.computeIfAbsent(
                                            new String(record.key(), StandardCharsets.UTF_8), id -> new ArrayList<>())
                                    .add(deserializer.deserialize(TOPICS.labelledRoles(), record.value()));
                            return true;
                        })
                .run();
        return labels;
    }
}
