package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.testing.Simulation.rightIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.calibration.DecisionFit;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.EvaluationSet;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.CheckResult.Outcome;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.rules.role.Taxonomy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfidenceCheckTest {
    private static final int ROLES = 8;
    private static final Taxonomy TAXONOMY = Simulation.taxonomy(ROLES);

    private final Simulation simulation = new Simulation(TAXONOMY, 1).withConfidence(0.99);

    @Test
    void shouldFailAJointDecisionThatIsSurerThanRight() {
        CheckResult result = judged(DecisionParameters.DEFAULT, gold(SetName.GOLD, 400));

        assertThat(result.outcome()).as(result.sentence()).isEqualTo(Outcome.FAIL);
        assertThat(result.sentence()).startsWith("On 400 items of gold").endsWith("its confidence was not fitted.");
        assertThat(result.weak()).isFalse();
    }

    @Test
    void shouldPassItOnceItsConfidenceIsFittedToOtherAnswers() {
        DecisionParameters fitted = new DecisionFit(gold(SetName.GOLD, 150).items(), List.of()).calibrated(1, 1);
        CheckResult result = judged(fitted, gold(SetName.GOLD_RANDOM_SLICE, 150));

        assertThat(result.outcome()).as(result.sentence()).isEqualTo(Outcome.PASS);
        assertThat(result.sentence()).endsWith("fitted to people's answers on other texts.");
    }

    @Test
    void shouldNotJudgeByTheRulesLabelsOrFewItems() {
        EvaluationSet silver = simulation.set(SetName.SILVER, 800, rightIn(1, ROLES), rightIn(0.5, ROLES));

        assertThat(judged(DecisionParameters.DEFAULT, silver).sentence()).startsWith("People labelled no items");
        CheckResult few = judged(DecisionParameters.DEFAULT, silver, gold(SetName.GOLD, 99));
        assertThat(few.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(few.weak()).isTrue();
        assertThat(few.sentence()).startsWith("People labelled only 99 items of gold");
    }

    private EvaluationSet gold(SetName name, int items) {
        return simulation.set(name, items, rightIn(0.6, ROLES), rightIn(0.6, ROLES));
    }

    private static CheckResult judged(DecisionParameters parameters, EvaluationSet... sets) {
        return new Gate(GateLimits.defaults())
                .judge(Evaluation.of(TAXONOMY, parameters, null, List.of(sets)), true)
                .check(Check.JOINT_CALIBRATED);
    }
}
