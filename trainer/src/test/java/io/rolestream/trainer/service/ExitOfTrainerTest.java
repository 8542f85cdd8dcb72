package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.models.task.VersionTask;
import io.rolestream.schemas.topics.Topics;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The process ends while a training computes what cannot be interrupted otherwise, such as votes on test texts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExitOfTrainerTest {
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
    @Tag("full")
    void shouldKeepATrainingThatTheProcessEnds(@TempDir Path directory) throws Exception {
        var topics = new TrainerTopics(kafka, "roles.", directory);
        var quick = new QuickTraining();
        var ended = new AtomicBoolean();
        quick.afterwards = candidate -> endOnce(ended);
        topics.examples(0, 30);
        try (var trainer = topics.trainer("a", quick)) {
            trainer.start();
            MatchTrainerTest.until(() -> topics.champion() != null);
        }
        assertThat(quick.asked)
                .extracting(asked -> asked.request().version())
                .hasSize(2)
                .containsOnly(topics.all().get(0).getVersion());
    }

    @Test
    @Tag("full")
    void shouldKeepAMatchersTrainingThatTheProcessEnds(@TempDir Path directory) throws Exception {
        var topics = MatchTrainerTest.topics(kafka, "matches.", directory, "matcher");
        var matching = new QuickMatching();
        var ended = new AtomicBoolean();
        matching.afterwards = candidate -> endOnce(ended);
        try (var feedback = new SimulatedFeedback(new Topics("matches."), kafka.bootstrapServers(), kafka.registry());
                var trainer = topics.trainer("a", null, new QuickTraining(), matching)) {
            feedback.texts(MatchTrainerTest.DATA);
            feedback.reactions(MatchTrainerTest.SUITING.subList(0, MatchTrainerTest.HALF));
            trainer.start();
            MatchTrainerTest.until(() -> matching.asked.size() == 2);
            assertThat(matching.versions(VersionTask.EMBEDDER).stream().distinct())
                    .hasSize(1);
        }
    }

    private static void endOnce(AtomicBoolean ended) {
        if (ended.compareAndSet(false, true)) {
            throw new CompletionException(new ProcessEndsException());
        }
    }
}
