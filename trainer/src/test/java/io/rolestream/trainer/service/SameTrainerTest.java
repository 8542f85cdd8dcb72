package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two trainers with one {@code instance.id}, in directories of their own. */
@Tag("full")
class SameTrainerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldStopTheOlderOneAndSayWhy(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary()) {
            TrainerTopics topics = new TrainerTopics(kafka, "same.", directory);
            try (Trainer first = topics.trainer("a", "x", new QuickTraining());
                    Trainer second = topics.trainer("b", "x", new QuickTraining())) {
                first.start();
                Awaitility.await().atMost(PATIENCE).until(first::leads);
                second.start();

                assertThat(first.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(CommandFailedException.class)
                        .hasMessageContaining("another process has started with the same instance.id=x");
                Awaitility.await().atMost(PATIENCE).until(second::leads);
            }
        }
    }
}
