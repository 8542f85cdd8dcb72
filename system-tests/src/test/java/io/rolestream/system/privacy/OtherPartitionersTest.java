package io.rolestream.system.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.cli.Rolestream;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.review.CorrectionSender;
import io.rolestream.stream.worker.FixedModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients with several partitioners: copies of a resume lie in several partitions, and the null value of one client
 * reaches only one of them. {@code rolestream forget} reaches all.
 */
@Tag("full")
class OtherPartitionersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final int PARTITIONS = 3;
    private static final String ID = "forget-5b81de";
    private static final String TEXT = "wvutmarkertext";

    @Test
    void shouldForgetAResumeInAllPartitionsAndLabelItAgainFromAny() throws Exception {
        EmbeddedKafka kafka =
                EmbeddedKafka.builder().properties(PassingDays.BROKER).build();
        try (LocalStack stack = LocalStack.start(
                        kafka,
                        OtherPartitionersTest::settings,
                        (s, c, m) -> new FixedModel(new Opinion("Cloud Engineer")),
                        null);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                CorrectionSender corrections = new CorrectionSender(stack.cluster());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            int labels = 0;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                send(producer, kafka, ID, TEXT, partition);
                awaitLabels(stack, ID, ++labels);
                corrections.send(answer(ID, TEXT), partition).get();
                awaitLabels(stack, ID, ++labels);
            }

            producer.send(new ProducerRecord<>(TOPICS.resumes(), 0, bytes(ID), null))
                    .get();
            send(producer, kafka, ID, TEXT, 1);
            send(producer, kafka, "fence", "fence", 1);
            awaitLabels(stack, "fence", 1);
            awaitLabels(stack, ID, labels); // a repeat to partition 1, which knows nothing of the null value

            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(forget(kafka)).startsWith(ID + ": resumes 0, 1, 2");
                send(producer, kafka, ID, TEXT, partition);
                awaitLabels(stack, ID, ++labels);
            }
            assertThat(forget(kafka)).contains("; labelled-roles ");

            PassingDays.over(admin, Set.of(TOPICS.resumes(), TOPICS.labelVotes(), TOPICS.resumesDlq()));
            Marker marker = new Marker(List.of(ID, TEXT));
            await("topics").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                // A segment that is written to is neither compacted nor deleted.
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    send(producer, kafka, "filler-" + partition, "filler" + System.nanoTime(), partition);
                    corrections
                            .send(answer("filler-" + partition, "filler"), partition)
                            .get();
                }
                for (int i = 0; i < 10; i++) {
                    send(producer, kafka, "more-" + i, "filler" + System.nanoTime(), 0);
                }
                assertThat(marker.topics(kafka.bootstrapServers())).isEmpty();
            });
        }
    }

    private static Settings settings(Map<String, String> broker) {
        Map<String, String> values = new HashMap<>(broker);
        values.put(ConnectionConfig.TOPIC_PARTITIONS, "" + PARTITIONS);
        values.put(StreamConfig.LABELLERS, "rules,roberta");
        values.put(StreamConfig.RULES_FOLLOW, "false");
        return Settings.of(Configuration.definitions(), values);
    }

    private static String forget(EmbeddedKafka kafka) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Rolestream.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("forget", ID, "--wait", "60s", "-b", kafka.bootstrapServers());
        assertThat(exitCode).as(err.toString()).isZero();
        return out.toString();
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, EmbeddedKafka kafka, String id, String word, int partition)
            throws Exception {
        Resume resume = Resume.newBuilder()
                .setResumeId(id)
                .setSkills("Apache Spark, Airflow, ETL pipelines, Hadoop, " + word)
                .build();
        byte[] value =
                new AvroSerde<>(Resume.class, kafka.registry()).serializer().serialize(TOPICS.resumes(), resume);
        producer.send(new ProducerRecord<>(TOPICS.resumes(), partition, bytes(id), value))
                .get();
    }

    private static RoleCorrection answer(String id, String word) {
        return RoleCorrection.newBuilder()
                .setResumeId(id)
                .setRole("Data Engineer")
                .setReviewer(word)
                .setNote(word)
                .setCorrectedAt(Instant.now())
                .build();
    }

    private static void awaitLabels(LocalStack stack, String id, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(labels(stack, id)).isEqualTo(count));
    }

    private static int labels(LocalStack stack, String id) {
        AtomicInteger labels = new AtomicInteger();
        new CommittedReader(
                        stack.cluster().clients(), List.of(TOPICS.labelledRoles()), From.BEGINNING, true, record -> {
                            if (record.value() != null && id.equals(text(record.key()))) {
                                labels.incrementAndGet();
                            }
                            return true;
                        })
                .run();
        return labels.get();
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
