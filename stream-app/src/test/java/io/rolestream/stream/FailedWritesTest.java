package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A label and its state are written together or not at all, and a refused write is never the record's fault. */
class FailedWritesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int RESUMES = 20;

    private final Path directory;

    FailedWritesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rolestream-stream-current-labels-changelog-value",
                "test.labelled-roles-value",
                "test.training-examples-value"
            })
    void shouldNotDeadLetterARecordForASchemaThatIsNotRegistered(String subject) {
        try (TopologyDriver driver = TopologyDriver.rulesOnly(directory)) {
            driver.registry.refused = subject;

            assertThatThrownBy(() -> driver.resume(Resumes.withSkills("a", Resumes.DATA_SKILLS)))
                    .hasStackTraceContaining("no subject " + subject);

            assertThat(driver.deadLetters().isEmpty()).isTrue();
            assertThat(driver.labels().isEmpty()).isTrue();
        }
    }

    @Tag("full")
    @Test
    @Timeout(120)
    void shouldWriteNeitherLabelNorStateWhereTheBrokerRefusesOne() throws Exception {
        Topics topics = Topics.unprefixed();
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary();
                KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), topics)) {
            TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 1), (short) 1);
            Settings settings = TopologyDriver.settings(Map.of(
                    ConnectionConfig.BOOTSTRAP_SERVERS,
                    broker.bootstrapServers(),
                    StreamConfig.STATE_DIRECTORY,
                    directory.toString(),
                    StreamConfig.STREAM_THREADS,
                    "1"));
            String changelog =
                    Subjects.changelog(settings.string(StreamConfig.APPLICATION_ID), Subjects.CURRENT_LABELS);
            try (StreamApp app = new StreamApp(
                    Cluster.of(settings, kafka.registry()),
                    StreamConfig.settings(settings),
                    new SimpleMeterRegistry())) {
                app.start();
                app.running().get();
                int sent = 0;
                for (String refusing : List.of(changelog, topics.labelledRoles())) {
                    double failures = failedThreads(app);
                    allow(kafka, refusing, Optional.of(100));
                    kafka.send(Resumes.numbered(sent, sent + RESUMES));
                    await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> failedThreads(app) > failures);
                    assertThat(kafka.readRecords(topics.labelledRoles(), sent + 1, Duration.ofSeconds(1)))
                            .hasSize(sent);

                    allow(kafka, refusing, Optional.empty());
                    sent += RESUMES;
                    List<String> labels = ids(kafka.readRecords(topics.labelledRoles(), sent, PATIENCE));
                    assertThat(labels).hasSize(sent).doesNotHaveDuplicates();
                    assertThat(ids(kafka.readRecords(changelog, sent, PATIENCE)))
                            .containsExactlyInAnyOrderElementsOf(labels);
                }
                assertThat(kafka.readRecords(topics.resumesDlq(), 1, Duration.ofSeconds(1)))
                        .isEmpty();
            }
        }
    }

    private static void allow(KafkaEnds kafka, String topic, Optional<Integer> bytes) throws Exception {
        ConfigEntry limit = new ConfigEntry(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                bytes.map(Object::toString).orElse(Integer.toString(TopicCatalogue.TEXT_MESSAGE_BYTES)));
        kafka.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static double failedThreads(StreamApp app) {
        return app.streams().metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("failed-stream-threads"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    private static List<String> ids(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(ConsumerRecord::key).toList();
    }
}
