package io.rolestream.system.registry;

import static io.rolestream.system.registry.RegistryFollowers.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.common.clients.Cluster;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.TrainerAction;
import io.rolestream.events.TrainerCommand;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.chaos.cluster.FaultyRegistry;
import io.rolestream.system.chaos.cluster.FaultyRegistry.Answer;
import io.rolestream.system.checks.CommittedTopic;
import io.rolestream.system.registry.RegistryCommands.Ended;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link RegistryAnswersTest}, for the others who ask a registry: who follows announcements, the trainers' leader,
 * the dashboard's feed, and commands, which end and say why.
 */
@Tag("full")
@Timeout(300)
class RegistryAnswersEverywhereTest {
    private static final List<Answer> FAULTS =
            List.of(Answer.UNAUTHORIZED_401, Answer.PAGE_404, Answer.ERROR_500, Answer.EMPTY, Answer.REDIRECT_302);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics TOPICS = Topics.unprefixed();

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private final FaultyRegistry faulty;
    private final RegistryCommands commands;
    private final RegistryFollowers followers;
    private final Path resumes;
    private final List<String> versions = new ArrayList<>();

    RegistryAnswersEverywhereTest(@TempDir Path directory) throws IOException {
        faulty = new FaultyRegistry(URI.create(kafka.schemaRegistryUrl()));
        commands = new RegistryCommands(kafka.bootstrapServers(), faulty.url());
        followers = new RegistryFollowers(kafka.bootstrapServers(), faulty.url(), directory);
        resumes = Files.writeString(directory.resolve("a.csv"), "id,skills\nr-1,\"AWS, Azure\"\n");
    }

    @BeforeEach
    void start() throws Exception {
        assertThat(commands.createTopics().exitCode()).isZero();
        followers.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        faulty.set(Answer.FORWARDED);
        followers.close();
        faulty.close();
        kafka.close();
    }

    @Test
    void shouldPassOverNothingWhoseSchemaItCannotAskFor() throws Exception {
        try (var producer = new OtherSchemas(kafka.bootstrapServers(), kafka.registry())) {
            for (Answer fault : FAULTS) {
                faulty.set(fault);
                sendUntilAllWait(producer, fault);
                requireFailures();
                assertThat(followers.trainings())
                        .as("before the command is read")
                        .isEqualTo(versions.size() - 1);

                faulty.set(Answer.FORWARDED);
                awaitAll(fault);
                requireResults();
            }
            assertThat(followers.trainings()).isEqualTo(FAULTS.size());
            assertThat(followers.unreadable()).isZero();
        }
    }

    /** One after another, so that each is met by the one that it is for. */
    private void sendUntilAllWait(OtherSchemas producer, Answer fault) throws Exception {
        String field = "x" + fault;
        producer.send(TOPICS.trainerCommands(), 0, MODEL, command(fault), field);
        awaitWaiting(followers.ofTrainer, fault);
        producer.send(TOPICS.labelledRoles(), 0, fault.name(), label(fault), field);
        awaitWaiting(followers.ofFeed, fault);
        String version = "2020010%d-000000".formatted(versions.size() + 1);
        versions.add(version);
        producer.send(TOPICS.modelVersions(), 0, MODEL + "/" + version, version(version), field);
        awaitWaiting(followers.ofWatch, fault);
    }

    private static void awaitWaiting(Cluster cluster, Answer fault) {
        await(fault.name())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.waitsForRegistry())
                        .startsWith("waiting for the schema registry: ")
                        .contains("/schemas/ids/"));
    }

    private void requireFailures() throws Exception {
        assertThat(commands.readAndSend(resumes)).allSatisfy(ended -> {
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .startsWith("rolestream: The schema registry did not answer ")
                    .contains(faulty.url());
        });
    }

    private void awaitAll(Answer fault) {
        await(fault.name()).dontCatchUncaughtExceptions().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(followers.followed()).isEqualTo(versions);
            assertThat(followers.shownVersions()).isEqualTo(versions.size());
            assertThat(followers.countedLabels()).isEqualTo(versions.size());
            assertThat(answered()).hasSize(versions.size());
            assertThat(followers.clusters())
                    .allSatisfy(
                            cluster -> assertThat(cluster.waitsForRegistry()).isNull());
        });
    }

    private void requireResults() throws Exception {
        List<Ended> ended = commands.readAndSend(resumes);
        assertThat(ended).allSatisfy(one -> assertThat(one.exitCode()).isZero());
        assertThat(ended.get(0).out().lines()).hasSize(versions.size());
        assertThat(ended.get(1).out()).contains(versions);
        assertThat(ended.get(2).err()).startsWith("1 sent, 0 failed");
    }

    /** Why trainings that are over were begun: each names who sent the command. */
    private Set<String> answered() {
        var reports = new AvroSerde<>(TrainerStatus.class, kafka.registry()).deserializer();
        Set<String> triggers = new TreeSet<>();
        CommittedTopic.forEach(kafka.bootstrapServers(), TOPICS.trainerStatus(), record -> {
            TrainerStatus status = reports.deserialize(record.topic(), record.value());
            if ("impossible".equals(status.getLastOutcome()) && status.getTrigger() != null) {
                triggers.add(status.getTrigger());
            }
        });
        return triggers;
    }

    private static TrainerCommand command(Answer fault) {
        return TrainerCommand.newBuilder()
                .setModelName(MODEL)
                .setAction(TrainerAction.TRAIN_NOW)
                .setRequestedBy(fault.name())
                .setRequestedAt(Instant.now())
                .build();
    }

    private static LabelledRole label(Answer fault) {
        return LabelledRole.newBuilder()
                .setResumeId(fault.name())
                .setRole("Data Engineer")
                .setDecidedBy(Decider.RULE)
                .setLabelledAt(Instant.now())
                .build();
    }

    private static ModelVersion version(String version) {
        return ModelVersion.newBuilder()
                .setName(MODEL)
                .setVersion(version)
                .setLocation(MODEL + "/" + version)
                .setFiles(List.of(new ModelFile("model.safetensors", 7L, "5e".repeat(32))))
                .setStage(ModelStage.CHALLENGER)
                .build();
    }
}
