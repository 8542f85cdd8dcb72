package io.rolestream.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientAccess;
import io.rolestream.schemas.access.Grant;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import io.rolestream.schemas.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's standard authorizer judges, with the ACLs of the catalogue and no others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeastPrivilegeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = Topics.unprefixed();
    private static final List<String> SERVICES = List.of(
            AccessCatalogue.STREAM,
            AccessCatalogue.WORKER,
            AccessCatalogue.TRAINER,
            AccessCatalogue.GENERATOR,
            AccessCatalogue.RECOMMENDER,
            AccessCatalogue.DASHBOARD,
            AccessCatalogue.SERVER);

    /**
     * Rights that are used where a recommender follows a model, where a model fails on a text, where a champion was
     * evaluated, by workers with a challenger or a labeller, to answer, to report what was done with a recommendation,
     * and by services of a newer version that registers its schemas.
     */
    private static final List<String> ONLY_AT_TIMES = List.of(
            "worker WRITE resumes-dlq",
            "stream WRITE schemas",
            "worker WRITE schemas",
            "trainer WRITE schemas",
            "recommender WRITE schemas",
            "generator WRITE schemas",
            "generator READ model-versions",
            "recommender READ model-versions",
            "recommender WRITE worker-status",
            "dashboard WRITE schemas",
            "server WRITE schemas",
            "trainer READ labelled-roles",
            "worker READ rolestream-worker-",
            "dashboard WRITE role-corrections",
            "dashboard READ generated-descriptions",
            "dashboard WRITE job-feedback");

    /** Rights that a recommender or a generator uses when it takes over what another one has written. */
    private static final List<String> OF_TAKEOVERS = List.of(
            "recommender READ job-recommendations",
            "recommender READ resume-recommendations",
            "generator READ generated-descriptions");

    private final GuardedCluster cluster = new GuardedCluster();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    @Tag("full")
    void shouldLabelTrainAnswerAndOperateWithNoMore(@TempDir Path directory) throws Exception {
        try (AuditLog audit = new AuditLog();
                GuardedInstallation services = new GuardedInstallation(cluster, directory)) {
            cluster.run(AccessCatalogue.PRODUCER, "produce", resumes(directory, "a", 40));
            await(services, () -> labels("a", "/ruleVote/role") == 40);

            cluster.run(AccessCatalogue.OPERATOR, "train", "--now");
            await(
                    services,
                    () -> cluster.tryTo(AccessCatalogue.OPERATOR, "models", "list")
                            .out()
                            .contains("CHAMPION"));
            await(services, () -> {
                cluster.run(AccessCatalogue.PRODUCER, "produce", resumes(directory, "b", 20));
                return labels("b", "/modelVote/role") > 0;
            });

            cluster.run(AccessCatalogue.JOB_PRODUCER, "produce", "--jobs", jobs(directory));
            await(
                    services,
                    () -> lines("job-labels").contains("\"job-2\"")
                            && lines("recommendations").contains("\"job-1\""));
            cluster.run(AccessCatalogue.FEEDBACK_PRODUCER, "produce", "--feedback", feedback(directory));
            cluster.run(AccessCatalogue.OPERATOR, "forget", "--job", "job-2", "--wait", "60s");

            Path answers = Files.writeString(directory.resolve("answers.csv"), "resumeId,role\na-1,Data Engineer\n");
            cluster.run(AccessCatalogue.REVIEWER, "review", "--answers", answers.toString(), "--strict");
            await(services, () -> labels("a", "/humanVote/role") == 1);

            write(AccessCatalogue.PRODUCER, TOPICS.resumes(), "a-1".getBytes(StandardCharsets.UTF_8), null);
            cluster.run(AccessCatalogue.OPERATOR, "topics", "check");
            cluster.run(AccessCatalogue.OPERATOR, "train", "--status");
            cluster.run(AccessCatalogue.OPERATOR, "relabel", "--since", "1d", "--dry-run");
            cluster.run(AccessCatalogue.OPERATOR, "forget", "a-2", "--wait", "60s");
            cluster.run(AccessCatalogue.PRODUCER, "produce", unreadable(directory));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(unused(audit))
                            .filteredOn(right -> !OF_TAKEOVERS.contains(right))
                            .containsExactlyInAnyOrderElementsOf(ONLY_AT_TIMES));
            assertThat(audit.denied()).isEmpty();
        }
    }

    /** What the services may do and have not done. */
    private static List<String> unused(AuditLog audit) {
        return GuardedCluster.access().stream()
                .filter(client -> SERVICES.contains(client.client()))
                .flatMap(client -> client.grants().stream()
                        .flatMap(grant -> grant.sortedOperations().stream()
                                .filter(operation -> !audit.hasAllowed(client.client(), operation, grant.resource()))
                                .map(operation -> "%s %s %s"
                                        .formatted(
                                                client.client(),
                                                operation,
                                                grant.resource().name()))))
                .toList();
    }

    private String lines(String what) {
        return cluster.run(AccessCatalogue.CONSUMER, "consume", what, "--until-end");
    }

    /** Two jobs, and one without anything to judge, which is dead-lettered. */
    private static String jobs(Path directory) throws IOException {
        return Files.writeString(
                        directory.resolve("jobs.csv"),
                        "id,title,skills\njob-1,Java Developer,\"Java, Spring, SQL\"\njob-2,DBA,Oracle\njob-3,Cook,\n")
                .toString();
    }

    private static String feedback(Path directory) throws IOException {
        return Files.writeString(directory.resolve("feedback.csv"), "resumeId,jobId,action\na-3,job-1,opened\n")
                .toString();
    }

    /** A row without anything to judge, which is dead-lettered. */
    private static String unreadable(Path directory) throws IOException {
        return Files.writeString(directory.resolve("unreadable.csv"), "id,skills\nc-1,\n")
                .toString();
    }

    private static String resumes(Path directory, String prefix, int count) throws IOException {
        Path file = directory.resolve(prefix + ".csv");
        return Files.writeString(
                        file,
                        IntStream.rangeClosed(1, count)
                                .mapToObj(i -> "%s-%d,\"Java, Spring, SQL number %d\"%n".formatted(prefix, i, i))
                                .collect(Collectors.joining("", "id,skills\n", "")))
                .toString();
    }

    /** How many resumes of a prefix have something in their labels. */
    private long labels(String prefix, String pointer) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : cluster.run(AccessCatalogue.CONSUMER, "consume", "labels", "--until-end")
                .lines()
                .toList()) {
            JsonNode label = JSON.readTree(line);
            String id = label.path("resumeId").asText();
            if (id.startsWith(prefix + "-") && label.at(pointer).isTextual()) {
                ids.add(id);
            }
        }
        return ids.stream().distinct().count();
    }

    private static void await(GuardedInstallation services, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .failFast("a service gave up", () -> !services.isLive())
                .until(condition);
    }

    @Test
    void shouldGrantEachClientWhatTheCatalogueSaysOfEachTopic() throws Exception {
        List<String> names =
                TopicCatalogue.standard().all().stream().map(TopicSpec::name).toList();
        for (ClientAccess client : GuardedCluster.access()) {
            Map<String, Set<AclOperation>> granted = new HashMap<>();
            client.grants().stream()
                    .filter(grant -> grant.resource().resourceType() == ResourceType.TOPIC)
                    .filter(grant -> names.contains(grant.resource().name()))
                    .forEach(grant -> granted.put(grant.resource().name(), withDescribe(grant)));
            assertThat(authorized(client.client(), granted.keySet())).isEqualTo(granted);
            names.stream()
                    .filter(name -> !granted.containsKey(name))
                    .forEach(hidden -> assertThatThrownBy(() -> authorized(client.client(), Set.of(hidden)))
                            .as("%s and %s", client.client(), hidden)
                            .hasCauseInstanceOf(TopicAuthorizationException.class));
        }
    }

    private static Set<AclOperation> withDescribe(Grant grant) {
        Set<AclOperation> operations = EnumSet.copyOf(grant.operations());
        operations.add(AclOperation.DESCRIBE);
        return operations;
    }

    /** What the broker tells a user of its rights. */
    private Map<String, Set<AclOperation>> authorized(String user, Set<String> topics) throws Exception {
        try (Admin admin = Admin.create(cluster.clientProperties(user))) {
            return admin
                    .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .collect(Collectors.toMap(topic -> topic.name(), topic -> topic.authorizedOperations()));
        }
    }

    @Test
    void shouldLetNoOtherServiceThanTheTrainerAnnounceModels() {
        for (String client : List.of(
                AccessCatalogue.STREAM,
                AccessCatalogue.WORKER,
                AccessCatalogue.PRODUCER,
                AccessCatalogue.CONSUMER,
                AccessCatalogue.REVIEWER)) {
            assertThatThrownBy(() -> write(client, TOPICS.modelVersions()))
                    .as(client)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void shouldNotLetWorkersLabelOrStreamsVote() {
        assertThatThrownBy(() -> write(AccessCatalogue.WORKER, TOPICS.labelledRoles()))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write(AccessCatalogue.STREAM, TOPICS.labelVotes()))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void shouldLetOperatorsSkipARecord() throws Exception {
        RecordMetadata place = write(AccessCatalogue.WORKER, TOPICS.labelVotes());
        try (AuditLog audit = new AuditLog();
                Admin stream = Admin.create(cluster.clientProperties(AccessCatalogue.STREAM))) {
            var position =
                    Map.of(new TopicPartition(place.topic(), place.partition()), new OffsetAndMetadata(place.offset()));
            Awaitility.await() // until a service of another test has left
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stream.alterConsumerGroupOffsets("rolestream-stream", position)
                                    .all()
                                    .get()
                            == null);

            assertThat(cluster.run(
                            AccessCatalogue.OPERATOR,
                            "topics",
                            "skip",
                            "--topic=label-votes",
                            "--partition=" + place.partition(),
                            "--offset=" + place.offset(),
                            "--why=a test"))
                    .contains("group rolestream-stream: moved from offset %d to %d"
                            .formatted(place.offset(), place.offset() + 1));
            assertThat(audit.denied()).isEmpty();
        }
    }

    private RecordMetadata write(String user, String topic) throws Exception {
        return write(user, topic, new byte[] {1}, new byte[] {1});
    }

    private RecordMetadata write(String user, String topic, byte[] key, byte @Nullable [] value) throws Exception {
        Map<String, Object> properties = cluster.clientProperties(user);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    @Test
    void shouldSayWhatACommandLacksTheRightFor() {
        GuardedCluster.Result result =
                cluster.tryTo(AccessCatalogue.CONSUMER, "consume", "dead-letters", "--until-end");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(TOPICS.resumesDlq());
    }
}
