package io.rolestream.trainer.gate;

import static io.rolestream.evaluation.testing.Simulation.rightIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Difference;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.EvaluationSet;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.evaluation.testing.Simulation.Labeller;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.CheckResult.Outcome;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.rules.role.Taxonomy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final int ROLES = 8;
    private static final Taxonomy TAXONOMY = Simulation.taxonomy(ROLES);
    private static final Labeller GOOD = rightIn(0.83, ROLES);
    private static final Labeller FAIR = rightIn(0.7, ROLES);
    private static final Labeller RANDOM = (truth, random) -> random.nextInt(ROLES);

    private final Gate gate = new Gate(GateLimits.defaults());

    @Test
    void shouldPassAModelThatIsClearlyBetter() {
        Simulation simulation = new Simulation(TAXONOMY, 1).withChampion(FAIR);
        GateVerdict verdict = gate.judge(
                simulation.evaluate(
                        simulation.set(SetName.SILVER, 800, rightIn(1, ROLES), GOOD),
                        simulation.set(SetName.GOLD_RANDOM_SLICE, 800, FAIR, GOOD)),
                true);

        assertThat(verdict.checks())
                .allSatisfy(check ->
                        assertThat(check.outcome()).as(check.sentence()).isEqualTo(Outcome.PASS));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.weak()).isFalse();
        assertThat(verdict.judgedOn()).isEqualTo(SetName.GOLD_RANDOM_SLICE);
        assertThat(verdict.check(Check.JOINT_NOT_BELOW_RULES).sentence()).endsWith("and better.");
        assertThat(verdict.check(Check.NOT_BELOW_CHAMPION).sentence())
                .contains("champion-1")
                .endsWith("it is better.");
    }

    @Test
    void shouldFailAConstantAnswerOnASplitThatOneRoleDominates() {
        Taxonomy taxonomy = Taxonomy.standard();
        int engineer = taxonomy.indexOf("Software Engineer");
        int[] truth =
                IntStream.range(0, 31).map(i -> i < 21 ? engineer : i % 10).toArray();
        for (int i = 21; i < 31; i++) {
            truth[i] = truth[i] == engineer ? taxonomy.fallbackIndex() : truth[i];
        }
        Simulation simulation = new Simulation(taxonomy, 2).withConfidence(21 / 31.0);
        Labeller constant = (role, random) -> engineer;
        Evaluation evaluation =
                simulation.evaluate(simulation.set(SetName.SILVER, truth, (role, random) -> role, constant));
        ContenderScores scores = model(evaluation, SetName.SILVER);
        Gate lenient = new Gate(new GateLimits(
                new GateLimits.Items(31, 31, false),
                0,
                new GateLimits.Roles(20, 0.2),
                new GateLimits.Variety(0.15, 0.7),
                0.03,
                0.1));
        GateVerdict verdict = lenient.judge(evaluation, true);

        assertThat(scores.scores().accuracy()).isCloseTo(0.6774, within(5e-5));
        assertThat(scores.weighted().f1()).isCloseTo(0.5471, within(5e-5));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.check(Check.ABOVE_BASELINE).failed()).isTrue();
        assertThat(verdict.check(Check.ABOVE_BASELINE).sentence()).contains("Software Engineer");
        assertThat(verdict.check(Check.NOT_CONCENTRATED).failed()).isTrue();
        assertThat(gate.judge(evaluation, true).check(Check.ENOUGH_ITEMS).failed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 5000})
    void shouldFailAConstantAnswerWhateverTheNumberOfItems(int items) {
        Simulation simulation = new Simulation(TAXONOMY, 3);
        GateVerdict verdict =
                gate.judge(simulation.evaluate(simulation.set(SetName.GOLD, items, FAIR, (truth, random) -> 3)), true);

        assertThat(verdict.check(Check.ABOVE_BASELINE).failed()).isTrue();
        assertThat(verdict.check(Check.NO_ROLE_COLLAPSED).failed()).isTrue();
        assertThat(verdict.check(Check.NOT_CONCENTRATED).failed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void shouldFailARandomModelWhateverTheNumberOfRoles(int roles) {
        Simulation simulation = new Simulation(Simulation.taxonomy(roles), 4).withConfidence(1.0 / roles + 0.01);
        GateVerdict verdict = gate.judge(
                simulation.evaluate(simulation.set(
                        SetName.GOLD, 2000, rightIn(0.7, roles), (truth, random) -> random.nextInt(roles))),
                true);

        assertThat(verdict.check(Check.ABOVE_BASELINE).failed()).isTrue();
    }

    @Test
    void shouldNotCallACopyOfTheRulesBetterThanTheRules() {
        Simulation simulation = new Simulation(TAXONOMY, 5);
        Evaluation evaluation = copyOfTheRules(simulation.set(SetName.GOLD_RANDOM_SLICE, 500, GOOD, GOOD));
        Difference difference = Objects.requireNonNull(
                set(evaluation, SetName.GOLD_RANDOM_SLICE).difference(Contender.JOINT, Contender.RULES));
        CheckResult result = gate.judge(evaluation, true).check(Check.JOINT_NOT_BELOW_RULES);

        assertThat(difference.accuracy().lower()).isZero();
        assertThat(difference.accuracy().upper()).isZero();
        assertThat(result.outcome()).isEqualTo(Outcome.PASS);
        assertThat(result.sentence()).endsWith("not shown to be better.");
    }

    private static Evaluation copyOfTheRules(EvaluationSet set) {
        List<ScoredItem> copied = set.items().stream()
                .map(item -> ScoredItem.of(
                        item.contentHash(), item.truth(), item.ruleRole(), item.ruleScores(), item.ruleScores()))
                .toList();
        return Evaluation.of(
                TAXONOMY,
                DecisionParameters.DEFAULT,
                null,
                List.of(new EvaluationSet(set.name(), set.usedForChoosing(), copied)));
    }

    @Test
    void shouldNameTheRoleThatCollapsedInABetterModel() {
        Labeller collapsed =
                (truth, random) -> truth == 5 ? 6 : rightIn(0.97, ROLES).answer(truth, random);
        Simulation simulation = new Simulation(TAXONOMY, 6);
        Evaluation evaluation = simulation.evaluate(simulation.set(SetName.GOLD, 800, FAIR, collapsed));
        GateVerdict verdict = gate.judge(evaluation, true);

        assertThat(model(evaluation, SetName.GOLD).scores().macroF1())
                .isGreaterThan(set(evaluation, SetName.GOLD)
                        .of(Contender.RULES)
                        .scores()
                        .macroF1());
        assertThat(verdict.reasons()).hasSize(1);
        assertThat(verdict.reasons().get(0))
                .startsWith("Collapsed: \"Role 5\" has a recall of 0.000 (0.000 to 0.037) on 100 items of gold;");
    }

    @Test
    void shouldPassWeaklyWhereTheRulesFindARoleThatTheModelDoesNot() {
        Labeller unsure = (truth, random) -> truth == 5 ? 6 : truth;
        Simulation simulation = new Simulation(TAXONOMY, 6).withConfidence(0.3);
        Evaluation evaluation = simulation.evaluate(simulation.set(SetName.GOLD, 800, GOOD, unsure));
        CheckResult result = gate.judge(evaluation, true).check(Check.NO_ROLE_COLLAPSED);

        assertThat(result.outcome()).isEqualTo(Outcome.PASS);
        assertThat(result.weak()).isTrue();
        assertThat(result.sentence())
                .startsWith(
                        "The model alone hardly finds some roles: \"Role 5\" has a recall of 0.000 (0.000 to 0.037) on"
                                + " 100 items of gold, together with the rules ");
    }

    @Test
    void shouldNotTakeBadLuckOnFewItemsForACollapse() {
        int[] truth = IntStream.range(0, 160).map(i -> i % ROLES).toArray();

        assertThat(ofRoleFive(truth, 3).failed()).isFalse();
        assertThat(ofRoleFive(truth, 0).failed()).isTrue();
    }

    /** @param right how many of role 5's 20 items the model finds */
    private CheckResult ofRoleFive(int[] truth, int right) {
        AtomicInteger found = new AtomicInteger();
        Labeller unlucky = (role, random) -> role != 5 || found.getAndIncrement() < right ? role : 6;
        Simulation simulation = new Simulation(TAXONOMY, 6);
        Evaluation evaluation = simulation.evaluate(simulation.set(SetName.GOLD, truth, FAIR, unlucky));
        return gate.judge(evaluation, true).check(Check.NO_ROLE_COLLAPSED);
    }

    @Test
    void shouldSayThatFewGoldItemsTellLittle() {
        Simulation simulation = new Simulation(TAXONOMY, 7).withChampion(GOOD);
        GateVerdict verdict = gate.judge(
                simulation.evaluate(
                        simulation.set(SetName.SILVER, 800, rightIn(1, ROLES), GOOD),
                        simulation.set(SetName.GOLD, 40, FAIR, GOOD)),
                true);
        CheckResult joint = verdict.check(Check.JOINT_NOT_BELOW_RULES);

        assertThat(verdict.judgedOn()).isEqualTo(SetName.SILVER);
        assertThat(joint.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(joint.sentence()).contains("40 items of gold").endsWith("at least 100 are needed.");
        assertThat(verdict.check(Check.NOT_BELOW_CHAMPION).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.weak()).isTrue();
    }

    @Test
    void shouldFailAJointDecisionThatFewItemsShowToBeClearlyWorse() {
        Simulation simulation = new Simulation(TAXONOMY, 8).withConfidence(0.9999);
        GateVerdict verdict = gate.judge(
                simulation.evaluate(
                        simulation.set(SetName.SILVER, 800, rightIn(1, ROLES), GOOD),
                        simulation.set(SetName.GOLD, 40, GOOD, RANDOM)),
                true);

        assertThat(verdict.check(Check.JOINT_NOT_BELOW_RULES).failed()).isTrue();
        assertThat(verdict.check(Check.JOINT_NOT_BELOW_RULES).sentence()).endsWith("clearly worse.");
    }

    @Test
    void shouldNotCompareWithTheRulesOnItemsThatWereChosenBy() {
        Simulation simulation = new Simulation(TAXONOMY, 9);
        EvaluationSet set = simulation.set(SetName.GOLD, 400, FAIR, GOOD);
        GateVerdict verdict = gate.judge(simulation.evaluate(new EvaluationSet(set.name(), true, set.items())), true);

        assertThat(verdict.check(Check.JOINT_NOT_BELOW_RULES).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.weak()).isTrue();
    }

    @Test
    void shouldCallItWeakThatTheJointDecisionIsBetterOnPickedItems() {
        Simulation simulation = new Simulation(TAXONOMY, 14);
        CheckResult result = gate.judge(simulation.evaluate(simulation.set(SetName.GOLD, 800, FAIR, GOOD)), true)
                .check(Check.JOINT_NOT_BELOW_RULES);

        assertThat(result.outcome()).isEqualTo(Outcome.PASS);
        assertThat(result.weak()).isTrue();
        assertThat(result.sentence())
                .endsWith("and better. These items were not drawn at random, so the stream may differ.");
    }

    @Test
    void shouldFailAJointDecisionThatMayBeWorseByMoreThanTheTolerance() {
        Simulation simulation = new Simulation(TAXONOMY, 15).withConfidence(0.99);
        GateVerdict verdict = gate.judge(
                simulation.evaluate(
                        simulation.set(SetName.GOLD_RANDOM_SLICE, 200, rightIn(0.8, ROLES), rightIn(0.8, ROLES))),
                true);

        assertThat(verdict.check(Check.JOINT_NOT_BELOW_RULES).failed()).isTrue();
        assertThat(verdict.check(Check.JOINT_NOT_BELOW_RULES).sentence()).endsWith("it may be worse by 0.030 or more.");
    }

    @Test
    void shouldFailAModelThatIsClearlyBelowTheChampion() {
        Simulation simulation = new Simulation(TAXONOMY, 10).withChampion(rightIn(0.95, ROLES));
        GateVerdict verdict = gate.judge(simulation.evaluate(simulation.set(SetName.GOLD, 400, FAIR, GOOD)), true);

        assertThat(verdict.check(Check.NOT_BELOW_CHAMPION).failed()).isTrue();
    }

    @Test
    void shouldFailAModelThatIsFarTooSure() {
        Simulation simulation = new Simulation(TAXONOMY, 11).withConfidence(0.999);
        GateVerdict verdict = gate.judge(simulation.evaluate(simulation.set(SetName.GOLD, 400, FAIR, GOOD)), true);

        assertThat(verdict.check(Check.CALIBRATED).failed()).isTrue();
    }

    @Test
    void shouldFailAModelThatDoesNotReproduceItsSmokeTest() {
        Simulation simulation = new Simulation(TAXONOMY, 12);
        GateVerdict verdict = gate.judge(simulation.evaluate(simulation.set(SetName.GOLD, 800, FAIR, GOOD)), false);

        assertThat(verdict.reasons())
                .containsExactly("The model, loaded from its checkpoint, does not reproduce its smoke test.");
    }

    @Test
    void shouldJudgeByTheRulesLabelsWithoutGoldUnlessGoldIsRequired() {
        Simulation simulation = new Simulation(TAXONOMY, 13);
        Evaluation evaluation = simulation.evaluate(simulation.set(SetName.SILVER, 800, rightIn(1, ROLES), GOOD));
        GateVerdict verdict = gate.judge(evaluation, true);
        Gate strict = new Gate(new GateLimits(
                new GateLimits.Items(200, 100, true),
                0.05,
                new GateLimits.Roles(20, 0.2),
                new GateLimits.Variety(0.15, 0.7),
                0.03,
                0.1));

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.weak()).isTrue();
        assertThat(verdict.check(Check.ENOUGH_ITEMS).sentence()).contains("how well the model repeats the rules");
        assertThat(strict.judge(evaluation, true).check(Check.ENOUGH_ITEMS).failed())
                .isTrue();
    }

    private static SetEvaluation set(Evaluation evaluation, SetName name) {
        return Objects.requireNonNull(evaluation.set(name));
    }

    private static ContenderScores model(Evaluation evaluation, SetName name) {
        return set(evaluation, name).of(Contender.MODEL);
    }
}
