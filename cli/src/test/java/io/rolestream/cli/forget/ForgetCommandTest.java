package io.rolestream.cli.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.events.Resume;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the shared cluster, whose topics have 4 partitions; ids differ between the tests. */
class ForgetCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final int PARTITIONS = 4;

    private final Cluster cluster = SharedStack.get().cluster();
    private final Producer<byte[], byte[]> producer = cluster.clients().producer(Map.of());

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void shouldEraseAResumeFromEveryPartitionSoThatItIsLabelledAgain() throws Exception {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send("spread", partition);
        }
        awaitLabels("spread", PARTITIONS);
        producer.send(new ProducerRecord<>(TOPICS.resumes(), 3, bytes("spread"), null))
                .get(); // as of another client

        Result result = Cli.onCluster("forget", "spread", "--wait", "30s");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEqualTo("1 resume erased" + System.lineSeparator());
        assertThat(result.out()).startsWith("spread: resumes 0, 1, 2, 3");
        for (String topic : List.of(TOPICS.labelledRoles(), TOPICS.trainingExamples(), TOPICS.roleCorrections())) {
            assertThat(latest("spread", topic)).as(topic).isNull();
        }
        int labels = labels("spread");
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send("spread", partition);
            awaitLabels("spread", ++labels);
        }
    }

    /** As after partitions were added. No service runs on these topics. */
    @Test
    @Tag("full")
    void shouldEraseRecordsWhereTheServiceWouldNotReachThem() throws Exception {
        Topics topics = new Topics("moved.");
        Cli.onCluster("topics", "create", "--topic-prefix", topics.prefix());
        List<String> compacted =
                List.of(topics.labelledRoles(), topics.labelDisagreements(), topics.trainingExamples());
        for (String topic : compacted) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(topic, partition, bytes("r"), bytes("any")))
                        .get();
            }
        }
        int ofId = producer.send(new ProducerRecord<>(topics.resumes(), bytes("r"), bytes("any")))
                .get()
                .partition();

        Result result = Cli.onCluster("forget", "r", "--json", "--topic-prefix", topics.prefix());

        assertThat(result.out())
                .isEqualTo(("{\"resumeId\":\"r\",\"known\":true,\"partitions\":{\"moved.resumes\":[%d],"
                                        + "\"moved.labelled-roles\":[0,1,2,3],\"moved.label-disagreements\":[0,1,2,3],"
                                        + "\"moved.training-examples\":[0,1,2,3]}}")
                                .formatted(ofId)
                        + System.lineSeparator());
        assertThat(Cli.onCluster("forget", "r", "--dry-run", "--topic-prefix", topics.prefix())
                        .out())
                .isEqualTo(
                        "r: moved.resumes %1$d; moved.labelled-roles %1$d; moved.label-disagreements %1$d; moved.training-examples %1$d%n"
                                .formatted(ofId));
    }

    @Test
    void shouldSayWhatItDoesNotFindAndFail(@TempDir Path directory) throws Exception {
        send("known", 0);
        awaitLabels("known", 1);
        Path file = Files.writeString(directory.resolve("ids"), "known\n\nunknown\n");

        Result result = Cli.onCluster("forget", "--file", file.toString(), "--wait", "30s");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .startsWith("known: resumes 0; labelled-roles ")
                .endsWith("unknown: no record in any topic" + System.lineSeparator());
        assertThat(result.err()).isEqualTo("2 resumes erased" + System.lineSeparator());
    }

    @Test
    void shouldOnlyReportInADryRun() throws Exception {
        send("dry", 0);
        awaitLabels("dry", 1);

        Result result = Cli.onCluster("forget", "dry", "--dry-run");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("dry: resumes 0; labelled-roles ");
        assertThat(latest("dry", TOPICS.labelledRoles())).isNotNull();
        assertThat(records("dry", TOPICS.resumes())).hasSize(1);
    }

    @Test
    void shouldSayThatNoServiceErases() throws Exception {
        Result result = Cli.onCluster("forget", "nobody", "--wait", "1s", "-s", "application.id=nobody");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("labelling service (group nobody) has not read them within 1 s");
    }

    @Test
    void shouldRefuseIdsThatNoResumeHas() {
        assertThat(Cli.onCluster("forget").err()).contains("give the ids of resumes or jobs");
        assertThat(Cli.onCluster("forget", "a", " ").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.onCluster("forget", "x".repeat(257)).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.onCluster("forget", "a", "--wait", "soon").err()).contains("--wait: expected a number");
    }

    private void send(String id, int partition) throws Exception {
        Resume resume =
                Resume.newBuilder().setResumeId(id).setSkills("AWS, Azure, GCP").build();
        byte[] value =
                new AvroSerde<>(Resume.class, cluster.registry()).serializer().serialize(TOPICS.resumes(), resume);
        producer.send(new ProducerRecord<>(TOPICS.resumes(), partition, bytes(id), value))
                .get();
    }

    private void awaitLabels(String id, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> labels(id) == count);
    }

    private int labels(String id) {
        return (int) records(id, TOPICS.labelledRoles()).stream()
                .filter(record -> record.value() != null)
                .count();
    }

    /** The value of the last record of an id; null also if there is none. */
    private byte @Nullable [] latest(String id, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = records(id, topic);
        return records.isEmpty() ? null : records.get(records.size() - 1).value();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String id, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    if (record.key() != null && new String(record.key(), StandardCharsets.UTF_8).equals(id)) {
                        records.add(record);
                    }
                    return true;
                })
                .run();
        return records;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
