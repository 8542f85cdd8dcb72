package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.testing.Simulation.rightIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final int ROLES = 5;
    private static final String CHAMPION = "champion-1";

    private final Simulation simulation =
            new Simulation(Simulation.taxonomy(ROLES), 1).withChampion(rightIn(0.8, ROLES));

    private static @Nullable String obstacle(
            Evaluation evaluation, @Nullable String compared, @Nullable String refusal) {
        return new Succession(evaluation, verdict(evaluation), compared, refusal).obstacle(CHAMPION);
    }

    private static GateVerdict verdict(Evaluation evaluation) {
        return new Gate(GateLimits.defaults()).judge(evaluation, true);
    }

    private Evaluation answered(int items) {
        return simulation.evaluate(
                simulation.set(SetName.SILVER, 400, rightIn(1, ROLES), rightIn(0.9, ROLES)),
                simulation.set(SetName.GOLD, items, rightIn(0.7, ROLES), rightIn(0.9, ROLES)));
    }

    @Test
    void shouldReplaceAChampionComparedOnEnoughAnswers() {
        assertThat(obstacle(answered(100), CHAMPION, null)).isNull();
    }

    @Test
    void shouldSayHowManyAnswersAreMissing() {
        Evaluation evaluation = answered(40);

        assertThat(verdict(evaluation).kind()).isEqualTo(VerdictKind.PASSED_WEAKLY);
        assertThat(obstacle(evaluation, CHAMPION, null))
                .isEqualTo("Became challenger, since too few answers compare it with the champion champion-1: people"
                        + " labelled only 40 of the texts kept out of training; 60 more answers on such texts are needed,"
                        + " for which `rolestream review --random-share 1` asks.");
    }

    @Test
    void shouldNotReplaceAChampionByTheRulesLabelsAlone() {
        Evaluation silver =
                simulation.evaluate(simulation.set(SetName.SILVER, 400, rightIn(1, ROLES), rightIn(0.9, ROLES)));

        assertThat(verdict(silver).kind()).isEqualTo(VerdictKind.PASSED_WEAKLY);
        assertThat(obstacle(silver, CHAMPION, null)).contains("labelled none of the texts", "100 more answers");
    }

    @Test
    void shouldNotReplaceAChampionThatCannotBeLoaded() {
        assertThat(obstacle(answered(100), CHAMPION, "config.json is not in the store"))
                .contains("champion-1, which cannot be loaded: config.json is not in the store.");
    }

    @Test
    void shouldNotReplaceAChampionOfMeanwhile() {
        assertThat(obstacle(answered(100), "champion-0", null)).contains("became champion during its training");
        assertThat(obstacle(answered(100), null, null)).contains("became champion during its training");
    }
}
