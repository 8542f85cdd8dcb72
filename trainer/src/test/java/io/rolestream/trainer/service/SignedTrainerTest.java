package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.testing.PemFiles;
import io.rolestream.trainer.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer does about announcements that strangers write, where versions are signed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class SignedTrainerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldPublishAsIfStrangersHadAnnouncedNothing(@TempDir Path directory) throws Exception {
        PemFiles keys = PemFiles.write(directory.resolve("keys"));
        var topics = new TrainerTopics(kafka, "forged.", directory)
                .with(ModelsConfig.PUBLIC_KEY, keys.publicKey())
                .with(ModelsConfig.PRIVATE_KEY, keys.privateKey())
                .with(TrainConfig.KEEP_VERSIONS, 1);
        var quick = new QuickTraining();
        quick.holds = true;
        topics.examples(0, 30);
        ModelVersion forged = ModelVersion.newBuilder(TrainerTopics.byHand(TrainerTopics.LATER))
                .setTrainedOffsets(Map.of("forged.training-examples-0", Long.MAX_VALUE))
                .build();
        topics.write(forged);
        topics.write(
                ModelVersion.newBuilder(forged).setVersion("99991231-235959").build());
        Path theirs = topics.store().resolve("roberta/20200101-000000");
        Files.createDirectories(theirs);
        topics.write(ModelVersion.newBuilder(forged)
                .setVersion("20200101-000000")
                .setLocation("roberta/20200101-000000")
                .setStage(ModelStage.REJECTED)
                .build());
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            until(() -> !quick.asked.isEmpty());
            String version = quick.asked.get(0).request().version();
            topics.write(ModelVersion.newBuilder(forged).setVersion(version).build());
            topics.write(ModelVersion.newBuilder(forged)
                    .setVersion(TrainerTopics.LATER)
                    .setGatePassed(true)
                    .build());
            quick.holds = false;
            until(() -> topics.champion() != null);
            assertThat(topics.champion()).extracting(ModelVersion::getVersion).isEqualTo(version);
            assertThat(Objects.requireNonNull(topics.champion()).getAnnouncementSignature())
                    .isNotNull();
            until(() -> "published".equals(topics.lastReport().getLastOutcome()));
        }
        assertThat(theirs).exists();
    }

    @Test
    void shouldNotStartWhereNobodyWouldBelieveIt(@TempDir Path directory) throws Exception {
        PemFiles keys = PemFiles.write(directory.resolve("keys"));
        var topics = new TrainerTopics(kafka, "keyless.", directory).with(ModelsConfig.PUBLIC_KEY, keys.publicKey());
        try (var trainer = topics.trainer("a", new QuickTraining())) {
            assertThatThrownBy(trainer::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("set model.private.key as well");
        }
        PemFiles others = PemFiles.write(directory.resolve("others"));
        topics.with(ModelsConfig.PRIVATE_KEY, others.privateKey());
        assertThatThrownBy(() -> new SigningKeys(
                        ModelsConfig.settings(topics.settings("a")).keys().readPublic(),
                        ModelsConfig.settings(topics.settings("a")).keys().readPrivate()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("do not belong together");
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }
}
