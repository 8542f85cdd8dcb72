package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.VersionException;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which versions replace the champion, and which never come back. Each test has topics and a store of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class ReplacementTest {
    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    private static TrainingOutcome once(TrainerTopics topics, QuickTraining quick) throws Exception {
        try (var trainer = topics.trainer("a", quick)) {
            return trainer.once(() -> false);
        }
    }

    private static ModelVersion find(TrainerTopics topics, String version) {
        return topics.versions().version(TrainerTopics.MODEL, version).orElseThrow();
    }

    @Test
    void shouldOnlyReplaceTheChampionItWasComparedWith(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "compared.", directory);
        topics.examples(0, 30);
        var quick = new QuickTraining();
        quick.compared = false;
        TrainingOutcome first = once(topics, quick);
        TrainingOutcome second = once(topics, quick);

        assertThat(first.reasons()).startsWith("as CHAMPION; gate: passed (weakly)");
        assertThat(find(topics, first.version()).getStage()).isEqualTo(ModelStage.CHAMPION);
        assertThat(second.kind()).isEqualTo(Kind.PUBLISHED);
        assertThat(second.reasons()).startsWith("as CHALLENGER; gate: passed (weakly)");
        ModelVersion challenger = find(topics, second.version());
        assertThat(challenger.getStage()).isEqualTo(ModelStage.CHALLENGER);
        assertThat(challenger.getGateReasons().get(0))
                .startsWith("Became challenger, since too few answers compare it with the champion " + first.version())
                .contains("100 more answers")
                .endsWith("`rolestream models promote " + second.version() + " --name roberta`.");
        assertThat(AnnouncedVerdict.of(challenger).words()).isEqualTo("passed (weakly)");
        assertThat(Files.readString(topics.store().resolve("roberta/" + second.version() + "/manifest.json")))
                .contains("\"passed-weakly\"");

        quick.compared = true;
        TrainingOutcome third = once(topics, quick);

        assertThat(third.reasons()).containsExactly("as CHAMPION; gate: passed");
        assertThat(find(topics, first.version()).getStage()).isEqualTo(ModelStage.RETIRED);
    }

    @Test
    void shouldNotReplaceAChampionThatIsGoneFromTheStore(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "gone.", directory);
        topics.examples(0, 30);
        topics.announce(TrainerTopics.byHand("by-hand"));

        TrainingOutcome outcome = once(topics, new QuickTraining());

        assertThat(topics.champion()).extracting(ModelVersion::getVersion).isEqualTo("by-hand");
        assertThat(find(topics, outcome.version()).getGateReasons().get(0))
                .contains("not compared with the champion by-hand, which cannot be loaded: ");
    }

    @Test
    @Tag("full")
    void shouldNeverBringBackWhatAPersonRejected(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "rejected.", directory).with(TrainConfig.KEEP_VERSIONS, 1);
        topics.examples(0, 30);
        var quick = new QuickTraining();
        String rejected = once(topics, quick).version();
        topics.reject(rejected);
        ModelVersion announced = find(topics, rejected);

        for (int i = 0; i < 3; i++) {
            assertThat(once(topics, quick).reasons()).startsWith("as CHAMPION; gate: passed");
        }

        assertThat(topics.store().resolve("roberta").resolve(rejected)).doesNotExist();
        assertThat(find(topics, rejected)).isEqualTo(announced);
        assertThatThrownBy(() -> topics.promote(new VersionKey(TrainerTopics.MODEL, rejected)))
                .isInstanceOf(VersionException.class)
                .hasMessageContaining("is rejected permanently (rejected by ann at ")
                .hasMessageContaining("publish it as another version");
    }
}
