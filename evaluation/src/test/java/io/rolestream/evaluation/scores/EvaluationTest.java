package io.rolestream.evaluation.scores;

import static io.rolestream.evaluation.testing.Simulation.rightIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Taxonomy TAXONOMY = Simulation.taxonomy(3);
    private static final float[] ZEROS = new float[3];

    @Test
    void shouldNotDependOnTheOrderOfTheItems() {
        Simulation simulation = new Simulation(TAXONOMY, 1).withConfidence(0.6);
        EvaluationSet set = simulation.set(SetName.GOLD, 300, rightIn(0.7, 3), rightIn(0.8, 3));
        List<ScoredItem> shuffled = new ArrayList<>(set.items());
        Collections.shuffle(shuffled, new Random(2));

        SetEvaluation one = evaluate(set);
        SetEvaluation other = evaluate(new EvaluationSet(SetName.GOLD, false, shuffled));

        assertThat(other.differences()).isEqualTo(one.differences());
        assertThat(other.calibration()).isEqualTo(one.calibration());
        assertThat(other.of(Contender.MODEL).macroF1())
                .isEqualTo(one.of(Contender.MODEL).macroF1());
    }

    @Test
    void shouldDecideJointlyAsTheStreamDoes() {
        ScoredItem item = item("a", 1, 1, new float[] {0, 1, 0}, new float[] {0.9f, 0, 0});
        DecisionParameters cold = new DecisionParameters(1, 0.5f);
        DecisionParameters trusting = new DecisionParameters(1, 1);

        assertThat(Predictions.ofJoint(List.of(item), ScoredItem::logits, cold, Set.of())
                        .roles())
                .containsExactly(0);
        assertThat(Predictions.ofJoint(List.of(item), ScoredItem::logits, trusting, Set.of())
                        .roles())
                .containsExactly(1);
        assertThat(Predictions.ofModel(List.of(item), ScoredItem::logits, trusting)
                        .roles())
                .containsExactly(0);
    }

    @Test
    void shouldLeaveRolesThatAChampionHasNotLearntToTheRules() {
        ScoredItem item = item("a", 1, 1, new float[] {0, 0.01f, 0}, new float[] {9, 0, 0});
        DecisionParameters parameters = new DecisionParameters(1, 1);

        assertThat(Predictions.ofJoint(List.of(item), ScoredItem::logits, parameters, Set.of(1))
                        .roles())
                .containsExactly(1);
        assertThat(Predictions.ofJoint(List.of(item), ScoredItem::logits, parameters, Set.of(2))
                        .roles())
                .containsExactly(0);
    }

    @Test
    void shouldSayWhoIsRightWhereModelAndRulesDiffer() {
        List<ScoredItem> items = List.of(
                item("a", 0, 0, ZEROS, logits(0)),
                item("b", 0, 1, ZEROS, logits(0)),
                item("c", 1, 1, ZEROS, logits(2)),
                item("d", 0, 1, ZEROS, logits(2)));

        Agreement agreement = evaluate(new EvaluationSet(SetName.GOLD, false, items))
                .agreement()
                .get(Contender.MODEL);

        assertThat(agreement).isEqualTo(new Agreement(0.25, 3, 1, 1));
    }

    @Test
    void shouldCompareWithTheChampionOnTheSameItems() {
        Simulation simulation = new Simulation(TAXONOMY, 3).withChampion((truth, random) -> truth);
        Evaluation evaluation =
                simulation.evaluate(simulation.set(SetName.GOLD, 300, rightIn(0.7, 3), rightIn(0.8, 3)));
        SetEvaluation set = Objects.requireNonNull(evaluation.set(SetName.GOLD));
        Difference difference = Objects.requireNonNull(set.difference(Contender.MODEL, Contender.CHAMPION));

        assertThat(set.of(Contender.CHAMPION).scores().accuracy()).isEqualTo(1);
        assertThat(difference.accuracy().value())
                .isCloseTo(set.of(Contender.MODEL).scores().accuracy() - 1, within(1e-12));
        assertThat(difference.accuracy().upper()).isNegative();
        assertThat(difference.accuracy().lower())
                .isLessThan(difference.accuracy().value());
    }

    @Test
    void shouldKnowWhatShuffledAnswersScore() {
        List<ScoredItem> items = List.of(
                item("a", 0, 0, ZEROS, logits(0)),
                item("b", 0, 0, ZEROS, logits(1)),
                item("c", 1, 0, ZEROS, logits(0)),
                item("d", 1, 0, ZEROS, logits(1)));

        ContenderScores model =
                evaluate(new EvaluationSet(SetName.GOLD, false, items)).of(Contender.MODEL);

        assertThat(model.shuffledMacroF1()).isCloseTo(0.5, within(1e-12));
        assertThat(model.baselineMacroF1()).isCloseTo(0.5, within(1e-12));
        assertThat(model.scores().majority().macroF1()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void shouldRefuseItemsThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> item("a", 3, 0, ZEROS, ZEROS))
                .withMessage("the role of item a is 3, but there are logits for 3 roles");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> item("a", 0, 0, new float[2], ZEROS))
                .withMessageContaining("the rules' scores of item a are 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> item("a", 0, 0, ZEROS, new float[] {0, Float.NaN, 0}))
                .withMessageContaining("the logits of item a are not all finite");
        assertThatIllegalArgumentException().isThrownBy(() -> item(" ", 0, 0, ZEROS, ZEROS));
    }

    @Test
    void shouldRefuseSetsThatDoNotFit() {
        ScoredItem item = item("a", 0, 0, ZEROS, ZEROS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvaluationSet(SetName.GOLD, false, List.of()))
                .withMessageContaining("leave it out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvaluationSet(SetName.GOLD, false, List.of(item, item)))
                .withMessage("item a is twice in the set gold; each counts once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvaluationSet(
                        SetName.GOLD,
                        false,
                        List.of(item, item("b", 0, 0, ZEROS, ZEROS).withChampion(ZEROS))))
                .withMessageContaining("some have not, such as b");
        EvaluationSet set = new EvaluationSet(SetName.GOLD, false, List.of(item));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate(Simulation.taxonomy(4), null, set))
                .withMessageContaining("3 roles, but the taxonomy has 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate(TAXONOMY, new Champion("v7", DecisionParameters.DEFAULT), set))
                .withMessageContaining("no logits of the champion, v7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(TAXONOMY, DecisionParameters.DEFAULT, null, List.of(set, set)))
                .withMessage("the set gold is there twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(TAXONOMY, DecisionParameters.DEFAULT, null, List.of()));
    }

    private static void evaluate(Taxonomy taxonomy, @Nullable Champion champion, EvaluationSet set) {
        Evaluation.of(taxonomy, DecisionParameters.DEFAULT, champion, List.of(set));
    }

    private static SetEvaluation evaluate(EvaluationSet set) {
        return Objects.requireNonNull(Evaluation.of(TAXONOMY, DecisionParameters.DEFAULT, null, List.of(set))
                .set(set.name()));
    }

    private static float[] logits(int answer) {
        float[] logits = new float[3];
        logits[answer] = 1;
        return logits;
    }

    private static ScoredItem item(String hash, int truth, int ruleRole, float[] ruleScores, float[] logits) {
        return ScoredItem.of(hash, truth, ruleRole, ruleScores, logits);
    }
}
