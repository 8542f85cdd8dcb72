package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.trainer.TrainerSettings;
import io.rolestream.trainer.run.Situation;
import io.rolestream.trainer.run.Trigger;
import io.rolestream.trainer.run.Trigger.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TriggersTest {
    private static final Triggers TRIGGERS =
            triggers(1_000, Duration.ofMinutes(10), Duration.ofDays(1), 5_000, 50, 0.25, 0.1);
    private static final Triggers NEVER = triggers(1_000, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);
    private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

    private static Triggers triggers(
            int minExamples,
            Duration pause,
            Duration every,
            int afterExamples,
            int afterCorrections,
            double inputDrift,
            double disagreementRise) {
        return new Triggers(new TrainerSettings.Schedule(
                minExamples,
                pause,
                every,
                afterExamples,
                afterCorrections,
                new TrainerSettings.Drift(1_000, inputDrift, disagreementRise)));
    }

    @Test
    void shouldTrainFirstAsSoonAsThereAreEnoughExamples() {
        assertThat(reason(first(999))).isEmpty();
        assertThat(reason(first(1_000))).contains(Reason.FIRST);
    }

    @Test
    void shouldTrainAfterSoManyExamplesOrCorrections() {
        assertThat(reason(again(60, 4_999, 49))).isEmpty();
        assertThat(reason(again(60, 5_000, 49))).contains(Reason.EXAMPLES);
        assertThat(reason(again(60, 0, 50))).contains(Reason.CORRECTIONS);
    }

    @Test
    void shouldTrainAfterSomeTimeIfAnythingIsNew() {
        int day = 24 * 60;
        assertThat(reason(again(day, 0, 0))).isEmpty();
        assertThat(reason(again(day - 1, 1, 0))).isEmpty();
        assertThat(reason(again(day, 1, 0))).contains(Reason.TIME);
        assertThat(reason(again(day, 0, 1))).contains(Reason.TIME);
    }

    @Test
    void shouldTrainWhenInputOrAgreementDrifts() {
        assertThat(reason(drifted(OptionalDouble.of(0.25), OptionalDouble.of(0.1))))
                .isEmpty();
        assertThat(reason(drifted(OptionalDouble.of(0.26), UNKNOWN))).contains(Reason.INPUT_DRIFT);
        assertThat(reason(drifted(UNKNOWN, OptionalDouble.of(0.11)))).contains(Reason.DISAGREEMENT);
    }

    @Test
    void shouldPauseAfterATrainingUnlessItIsAskedFor() {
        assertThat(reason(again(9, 5_000, 50))).isEmpty();
        assertThat(TRIGGERS.decide(again(9, 0, 0), Optional.of("ann")).map(Trigger::reason))
                .contains(Reason.COMMAND);
        assertThat(TRIGGERS.decide(first(0), Optional.of("ann")).map(Trigger::reason))
                .contains(Reason.COMMAND);
    }

    @Test
    void shouldNeverTrainForWhatIsSwitchedOff() {
        var everything = new Situation(
                9_999, again(9_999, 0, 0).sinceTraining(), 9_999, 9_999, OptionalDouble.of(9), OptionalDouble.of(1));
        assertThat(NEVER.decide(everything, Optional.empty())).isEmpty();
        assertThat(NEVER.waitsFor(everything)).isEqualTo("a command");
    }

    @Test
    void shouldSayWhatTheNextTrainingWaitsFor() {
        assertThat(TRIGGERS.waitsFor(first(7))).isEqualTo("1,000 examples (7 so far)");
        assertThat(TRIGGERS.waitsFor(again(60, 12, 3)))
                .isEqualTo("5,000 new examples (about 12 so far), 50 new corrections (about 3 so far), new data in"
                        + " 23 h 0 min, drift or a command");
        assertThat(TRIGGERS.waitsFor(again(4, 5_000, 3)))
                .isEqualTo("a command or, after a pause of up to 6 min more, 5,000 new examples (about 5,000 so far),"
                        + " 50 new corrections (about 3 so far), new data in 23 h 56 min or drift");
    }

    private static Optional<Reason> reason(Situation situation) {
        return TRIGGERS.decide(situation, Optional.empty()).map(Trigger::reason);
    }

    private static Situation first(long texts) {
        return new Situation(texts, Optional.empty(), texts, 0, UNKNOWN, UNKNOWN);
    }

    private static Situation again(int minutesAgo, long examples, long corrections) {
        return situation(minutesAgo, examples, corrections, UNKNOWN, UNKNOWN);
    }

    private static Situation drifted(OptionalDouble input, OptionalDouble disagreement) {
        return situation(60, 1_000, 0, input, disagreement);
    }

    private static Situation situation(
            int minutesAgo, long examples, long corrections, OptionalDouble input, OptionalDouble disagreement) {
        Duration ago = Duration.ofMinutes(minutesAgo);
        return new Situation(
                2_000, Optional.of(new Situation.Age(ago, ago)), examples, corrections, input, disagreement);
    }
}
