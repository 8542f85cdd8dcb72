package io.rolestream.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Cluster;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.explain.LabelSearch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the shared cluster, whose topics have 4 partitions; ids differ between the tests. */
class LookupCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;
    private static final int COLUMNS = 80;

    private final Cluster cluster = SharedStack.get().cluster();
    private final Producer<byte[], byte[]> producer = cluster.clients().producer(Map.of());

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void shouldShowAndExplainALabelWhicheverPartitionItsResumeWentTo() throws Exception {
        send("look-1", 3, "AWS, Azure, GCP");
        await("look-1");

        Result result = Cli.onCluster("lookup", "look-1");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(COLUMNS));
        assertThat(result.out())
                .startsWith("look-1: Cloud Engineer, ")
                .contains("decided by the rules, revision 1", "No model voted, so the rules decided alone.")
                .contains("resume      resumes, partition 3, offset ", "label       labelled-roles, partition ");

        Result explained = Cli.onCluster("explain", "look-1");

        assertThat(explained.exitCode()).as(explained.err()).isEqualTo(ExitCode.DONE);
        assertThat(explained.out())
                .contains("why:", "The rules vote for Cloud Engineer, confidence ")
                .contains("aws: Cloud Engineer +2.50", "Keywords at the beginning of a text count more");
    }

    @Test
    void shouldPrintTheSameShapeAsOtherCommandsWithTheRestOfTheEvent() throws Exception {
        send("look-2", 0, "AWS, Azure, GCP");
        send("look-2", 0, "React, TypeScript, Redux, CSS");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> look("look-2").path("revision").asInt() == 2);

        JsonNode label = look("look-2");

        assertThat(label.path("resumeId").asText()).isEqualTo("look-2");
        assertThat(label.at("/rule/keywords")).isNotEmpty();
        assertThat(label.path("model").isNull()).isTrue();
        assertThat(label.path("reproduced").asBoolean()).isTrue();
        assertThat(label.at("/keywords/0/weights")).isNotEmpty();
        assertThat(label.at("/earlier/0/role").asText()).isEqualTo("Cloud Engineer");
        assertThat(label.at("/record/topic").asText()).isEqualTo("labelled-roles");
    }

    @Test
    void shouldSayWhichIdsHaveNoLabel() throws Exception {
        send("look-3", 0, "AWS");
        await("look-3");
        producer.send(new ProducerRecord<>(Topics.unprefixed().resumes(), 0, bytes("look-3"), null))
                .get();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> look("look-3").path("forgotten").asBoolean());

        Result result = Cli.onCluster("lookup", "look-3", "look-unknown");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("look-3: deleted", "look-unknown: no label");
        assertThat(look("look-unknown").path("error").asText()).startsWith("no label");
    }

    /** As after partitions were added. No service runs on these topics. */
    @Test
    void shouldFindALabelOutsideThePartitionOfItsId() throws Exception {
        Topics topics = new Topics("grown.");
        Cli.onCluster("topics", "create", "--topic-prefix", topics.prefix());
        LabelledRole label = LabelledRole.newBuilder()
                .setResumeId("moved")
                .setRole("Other")
                .setPolicy("joint else Other")
                .build();
        byte[] value = new AvroSerde<>(LabelledRole.class, cluster.registry())
                .serializer()
                .serialize(topics.labelledRoles(), label);
        int elsewhere = (LabelSearch.partitionOf("moved", PARTITIONS) + 1) % PARTITIONS;
        producer.send(new ProducerRecord<>(topics.labelledRoles(), elsewhere, bytes("moved"), value))
                .get();

        Result result = Cli.onCluster("lookup", "moved", "--topic-prefix", topics.prefix());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("grown.labelled-roles, partition " + elsewhere + ", offset 0");
    }

    @Test
    void shouldRefuseIdsThatNoResumeHas() {
        assertThat(Cli.onCluster("lookup").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.onCluster("lookup", " ").err()).contains("1 to 256 characters");
        assertThat(Cli.onCluster("explain", "x".repeat(257)).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static JsonNode look(String id) throws Exception {
        return new ObjectMapper().readTree(Cli.onCluster("lookup", id, "--json").out());
    }

    private static void await(String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> look(id).path("role").isTextual());
    }

    private void send(String id, int partition, String skills) throws Exception {
        Resume resume = Resume.newBuilder().setResumeId(id).setSkills(skills).build();
        String topic = Topics.unprefixed().resumes();
        byte[] value =
                new AvroSerde<>(Resume.class, cluster.registry()).serializer().serialize(topic, resume);
        producer.send(new ProducerRecord<>(topic, partition, bytes(id), value)).get();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
