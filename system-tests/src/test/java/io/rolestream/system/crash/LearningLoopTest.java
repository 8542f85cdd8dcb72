package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the votes of the rules to a model that has learnt from people, in processes of their own. */
@Timeout(300)
class LearningLoopTest {
    /** A few more than it takes: some may have the same text. */
    private static final int FIRST = LearningLoop.FIRST_TEXTS + 20;

    private static final int MORE = 450;
    private static final int LAST = 100;

    @Test
    @Tag("full")
    void shouldLearnFromTheRulesAndThenFromPeople(@TempDir Path directory) throws Exception {
        try (var loop = new LearningLoop("learning", directory)) {
            loop.send(FIRST);
            String first = loop.awaitChampionOtherThan("");
            loop.worker().awaitReady();
            loop.send(MORE);
            loop.awaitLabels();

            loop.answer(LearningLoop.ANSWERS);
            String second = loop.awaitChampionOtherThan(first);
            loop.awaitVotesOf(second, LAST);

            loop.assertComplete(LearningLoop.ANSWERS);
            assertThat(loop.accuracy(second)).isGreaterThan(loop.accuracy(first));
        }
    }

    @Test
    @Tag("chaos")
    void shouldLoseAndRepeatNothingWhileEachPartIsKilled(@TempDir Path directory) throws Exception {
        try (var loop = new LearningLoop("learning-killed", directory)) {
            loop.send(FIRST);
            String first = loop.awaitChampionOtherThan("");
            loop.worker().awaitReady();
            loop.send(MORE);
            loop.stream().killAndRestart();
            loop.awaitLabels();

            loop.answer(LearningLoop.ANSWERS);
            loop.awaitCheckpoint();
            loop.trainer().killAndRestart();
            Instant restarted = Instant.now();
            loop.awaitStored(2);
            loop.trainer().killAndRestart();
            String second = loop.awaitChampionOtherThan(first);
            loop.worker().killAndRestart();
            loop.awaitVotesOf(second, LAST);

            loop.assertComplete(LearningLoop.ANSWERS);
            assertThat(loop.leastEpochSince(restarted, second)).isGreaterThanOrEqualTo(1);
            assertThat(loop.accuracy(second)).isGreaterThan(loop.accuracy(first));
        }
    }
}
