package io.rolestream.trainer.matching.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.matching.MatchSettings;
import io.rolestream.trainer.run.Situation;
import io.rolestream.trainer.run.Trigger;
import io.rolestream.trainer.run.Trigger.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatchTriggersTest {
    private static final MatchSettings TRAINING = MatchSettings.of("compact", 1, 1);
    private static final MatchTriggers TRIGGERS = new MatchTriggers(
            new TrainerSettings.Matching(
                    List.of(VersionTask.EMBEDDER), 100, 50, Duration.ofDays(1), 1_000, TRAINING, TRAINING),
            Duration.ofMinutes(10));

    private static MatchTriggers.Facts facts(long pairs, long newPairs, Duration begun, Duration ended) {
        return new MatchTriggers.Facts(pairs, newPairs, Optional.of(new Situation.Age(begun, ended)));
    }

    private static Optional<Reason> reason(MatchTriggers.Facts facts) {
        return TRIGGERS.decide(facts, Optional.empty()).map(Trigger::reason);
    }

    @Test
    void shouldTrainFirstWithEnoughPairs() {
        assertThat(reason(new MatchTriggers.Facts(99, 99, Optional.empty()))).isEmpty();
        assertThat(reason(new MatchTriggers.Facts(100, 100, Optional.empty()))).contains(Reason.FIRST);
    }

    @Test
    void shouldTrainAgainWithNewPairsAfterAPause() {
        assertThat(reason(facts(200, 49, Duration.ofHours(1), Duration.ofMinutes(50))))
                .isEmpty();
        assertThat(reason(facts(200, 50, Duration.ofHours(1), Duration.ofMinutes(9))))
                .isEmpty();
        assertThat(reason(facts(200, 50, Duration.ofHours(1), Duration.ofMinutes(10))))
                .contains(Reason.EXAMPLES);
    }

    @Test
    void shouldTrainAgainAfterATimeIfAnythingIsNew() {
        assertThat(reason(facts(200, 0, Duration.ofHours(25), Duration.ofHours(24))))
                .isEmpty();
        assertThat(reason(facts(200, 1, Duration.ofHours(25), Duration.ofHours(24))))
                .contains(Reason.TIME);
    }

    @Test
    void shouldTrainOnCommandAtOnce() {
        assertThat(TRIGGERS.decide(new MatchTriggers.Facts(0, 0, Optional.empty()), Optional.of("ann")))
                .contains(new Trigger(Reason.COMMAND, "requested by ann"));
    }

    @Test
    void shouldSayWhatItWaitsFor() {
        assertThat(TRIGGERS.waitsFor(new MatchTriggers.Facts(7, 7, Optional.empty()), false, true))
                .isEqualTo("100 pairs that suit (7 so far) or a command");
        var enough = new MatchTriggers.Facts(200, 200, Optional.empty());
        assertThat(TRIGGERS.waitsFor(enough, false, true)).isEqualTo("the topics' records to be accumulated");
        assertThat(TRIGGERS.waitsFor(enough, false, false)).isEqualTo("another training to end");
        var later = facts(200, 3, Duration.ofHours(1), Duration.ofMinutes(50));
        assertThat(TRIGGERS.waitsFor(later, true, false)).isEqualTo("another training to end");
        assertThat(TRIGGERS.waitsFor(later, false, false))
                .isEqualTo("50 new pairs that suit (3 so far) or a new pair in 23 h 0 min or a command");
    }
}
