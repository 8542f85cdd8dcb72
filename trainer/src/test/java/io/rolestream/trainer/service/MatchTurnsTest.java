package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.models.task.VersionTask;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.TrainConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A training of roles goes first, and lets one of the matcher end. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchTurnsTest {
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
    void shouldMakeRoomForATrainingOfRoles(@TempDir Path directory) throws Exception {
        var topics = MatchTrainerTest.topics(kafka, "room.", directory, "matcher");
        var matching = new QuickMatching();
        matching.holds = true;
        var roles = new QuickTraining();
        try (var feedback = new SimulatedFeedback(new Topics("room."), kafka.bootstrapServers(), kafka.registry());
                var trainer = topics.trainer("a", null, roles, matching)) {
            feedback.texts(MatchTrainerTest.DATA);
            feedback.reactions(MatchTrainerTest.SUITING.subList(0, MatchTrainerTest.HALF));
            trainer.start();
            MatchTrainerTest.until(() -> matching.asked.size() == 1);
            topics.examples(0, 30);
            MatchTrainerTest.until(() -> topics.champion() != null);

            MatchTrainerTest.until(() -> matching.asked.size() == 2); // it continues
            assertThat(matching.versions(VersionTask.EMBEDDER).stream().distinct())
                    .hasSize(1);
        }
    }

    @Test
    void shouldTakeTurnsWithTrainingsOfRoles(@TempDir Path directory) throws Exception {
        var topics = MatchTrainerTest.topics(kafka, "turns.", directory, "matcher")
                .with(TrainConfig.PAUSE, "0s")
                .with(TrainConfig.AFTER_EXAMPLES, 10);
        var matching = new QuickMatching();
        matching.holds = true;
        var roles = new QuickTraining();
        roles.holds = true;
        try (var feedback = new SimulatedFeedback(new Topics("turns."), kafka.bootstrapServers(), kafka.registry());
                var trainer = topics.trainer("a", null, roles, matching)) {
            feedback.texts(MatchTrainerTest.DATA);
            feedback.reactions(MatchTrainerTest.SUITING.subList(0, MatchTrainerTest.HALF));
            trainer.start();
            MatchTrainerTest.until(() -> matching.asked.size() == 1);
            topics.examples(0, 30);
            MatchTrainerTest.until(() -> roles.asked.size() == 1);
            Thread.sleep(4 * MatchTrainerTest.A_WHILE.toMillis());
            roles.holds = false;
            MatchTrainerTest.until(() -> matching.asked.size() == 2);
            topics.examples(30, 60);
            Thread.sleep(2 * MatchTrainerTest.A_WHILE.toMillis());
            assertThat(roles.asked).hasSize(1);

            MatchTrainerTest.until(() -> roles.asked.size() == 2); // after as long as the first took
        }
    }
}
