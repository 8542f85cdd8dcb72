package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.MappedRole;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Vote;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A champion of the standard roles, after the list of roles has changed. */
class FormerRolesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ROLES = """
            fallback: Other
            roles:
              Nurse: Cares for patients.
              Data Platform Engineer: {description: Builds pipelines., was: [Data Engineer, Database Developer]}
              Cloud Engineer: Runs infrastructure.
              Other: Any other work.
            """;

    private final Path directory;

    FormerRolesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldVoteWithAChampionThatHasLearntOtherRoles() throws Exception {
        Topics topics = Topics.unprefixed();
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary();
                KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), topics)) {
            TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 1), (short) 1);
            Settings settings = settings(broker);
            Cluster cluster = Cluster.of(settings, kafka.registry());
            try (VersionAnnouncer announcer = new VersionAnnouncer(cluster, "a test", SigningKeys.NONE)) {
                announcer.announce(publish(settings));
            }
            try (VersionSupply supply = VersionSupply.of(
                    cluster,
                    WorkerConfig.settings(settings),
                    ModelsConfig.settings(settings),
                    StreamConfig.taxonomy(settings),
                    new SimpleMeterRegistry())) {
                supply.start();
                await().atMost(PATIENCE).until(supply::isSettled);
                ModelSupply.Change change = Objects.requireNonNull(supply.poll());
                try (VotingModel model = Objects.requireNonNull(change.model())) {
                    check(model.vote("python, sql").get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
                }
            }
        }
    }

    private static void check(Vote vote) {
        assertThat(vote.getLabellerVersion()).isEqualTo("v1");
        assertThat(vote.getRole()).isEqualTo("Data Platform Engineer");
        assertThat(vote.getScores()).hasSize(3);
        assertThat(vote.getUnknownRoles()).containsExactly("Nurse");
        assertThat(vote.getMappedRoles())
                .hasSize(12)
                .contains(
                        new MappedRole("Data Engineer", "Data Platform Engineer"),
                        new MappedRole("SOC Analyst", "Other"));
    }

    private Settings settings(EmbeddedKafka broker) throws Exception {
        Path roles = Files.writeString(directory.resolve("roles.yml"), ROLES);
        return Settings.of(
                ModelsConfig.define(WorkerConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef())))),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        broker.bootstrapServers(),
                        StreamConfig.TAXONOMY,
                        roles.toString(),
                        ModelsConfig.STORE,
                        directory.resolve("store").toString(),
                        ModelsConfig.CACHE_DIRECTORY,
                        directory.resolve("cache").toString(),
                        ModelsConfig.PRECISION,
                        "fp32"));
    }

    private ModelVersion publish(Settings settings) throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        TinyModel.preferring(checkpoint, "Data Engineer");
        try (ArtifactStore store =
                ArtifactStores.open(ModelsConfig.settings(settings).store())) {
            return new VersionPublisher(store, null)
                    .publish(Published.packaged(checkpoint, VersionDetails.of("roberta", "v1")), ModelStage.CHAMPION);
        }
    }
}
