package io.rolestream.evaluation.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.scores.Averages;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Figures of scikit-learn 1 ({@code precision_recall_fscore_support} with {@code zero_division=0},
 * {@code cohen_kappa_score}) and scipy 1 ({@code binomtest}, {@code permutation_test}, Wilson's interval) on 24 texts.
 */
class ComparisonGoldenTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final Taxonomy ROLES = new Taxonomy(
            Stream.of("Analyst", "Developer", "Engineer", "Other")
                    .map(name -> new Role(name, "A role."))
                    .toList(),
            "Other");
    private static final int[] TRUTH = {1, 2, 2, 0, 0, 2, 0, 2, 2, 1, 0, 0, 0, 0, 1, 1, 3, 2, 1, 3, 0, 0, 1, 0};
    private static final int[] A = {1, 2, 2, 2, 0, 2, 0, 2, 2, 1, 0, 0, 0, 0, 2, 1, 3, 2, 1, 3, 0, 0, 1, 0};
    private static final int[] B = {1, 2, 2, 0, 0, 2, 2, 2, 0, 1, 3, 3, 1, 0, 1, 1, 3, 2, 3, 3, 2, 0, 3, 3};
    private static final int[] C = {1, 2, 2, 3, 0, 2, 0, 2, 2, 1, 0, 0, 0, 0, 2, 2, 3, 2, 1, 3, 0, 0, 1, 0};
    private static final int[] D = new int[24];

    private final Comparison comparison = Comparison.of(
            new ComparedTexts("texts", ROLES, 24, TRUTH, List.of()),
            List.of(run("a", A), run("b", B), run("c", C), run("d", D)));

    @Test
    void shouldScoreAsScikitLearnDoes() {
        assertScores(
                scores(0),
                22 / 24.0,
                averages(0.9375, 0.9333333333333333, 0.9284005468215994),
                averages(0.9375, 22 / 24.0, 0.9196286169970379));
        assertScores(
                scores(1),
                15 / 24.0,
                averages(0.65, 0.725, 0.6185703185703186),
                averages(0.7357142857142858, 15 / 24.0, 0.6333851333851334));
        assertScores(
                scores(2),
                21 / 24.0,
                averages(0.8541666666666666, 0.8916666666666666, 0.8511278195488723),
                averages(0.9097222222222222, 21 / 24.0, 0.8756892230576442));
        assertScores(
                scores(3),
                10 / 24.0,
                averages(0.10416666666666667, 0.25, 0.14705882352941177),
                averages(0.17361111111111113, 10 / 24.0, 0.2450980392156863));
    }

    @Test
    void shouldHaveTheMajorityAsBaseline() {
        assertThat(comparison.knownBaseline().role()).isEqualTo("Analyst");
        assertThat(comparison.knownBaseline().scores().weighted())
                .isEqualTo(scores(3).weighted());
        assertThat(comparison.knownBaseline().scores().accuracy())
                .isEqualTo(scores(3).accuracy());
    }

    @Test
    void shouldTestDifferencesAsScipyDoes() {
        assertVersus(1, 9, 2, 0.0654296875);
        assertVersus(2, 1, 0, 1);
        assertVersus(3, 13, 1, 0.0018310546875);
        assertThat(versus(1).macroF1P()).isEqualTo(0.025390625);
        assertThat(versus(2).macroF1P()).isEqualTo(0.5);
        assertThat(versus(3).macroF1P()).isLessThan(0.002);
        assertThat(versus(1).macroF1().value()).isCloseTo(0.6185703185703186 - 0.9284005468215994, CLOSE);
        assertThat(versus(1).accuracyHolm()).isCloseTo(2 * 0.0654296875, CLOSE);
        assertThat(versus(3).accuracyHolm()).isCloseTo(3 * 0.0018310546875, CLOSE);
        assertThat(versus(1).macroF1Holm()).isCloseTo(2 * 0.025390625, CLOSE);
    }

    @Test
    void shouldMeasureAgreementAsScikitLearnDoes() {
        double[] share = comparison.agreement().share()[0];
        double[] kappa = comparison.agreement().kappa()[0];

        assertThat(share).containsExactly(new double[] {1, 13 / 24.0, 22 / 24.0, 9 / 24.0}, CLOSE);
        assertThat(kappa[1]).isCloseTo(0.3944954128440368, CLOSE);
        assertThat(kappa[2]).isCloseTo(0.8814814814814815, CLOSE);
        assertThat(kappa[3]).isCloseTo(0, CLOSE);
        assertThat(comparison.agreement().kappa()[3][3]).isNaN();
    }

    /** The study's 21 of 31. */
    @Test
    void shouldGiveWilsonsInterval() {
        int[] truth = new int[31];
        int[] answers = new int[31];
        Arrays.fill(answers, 21, 31, 1);
        Comparison one =
                Comparison.of(new ComparedTexts("texts", ROLES, 31, truth, List.of()), List.of(run("a", answers)));

        Estimate accuracy =
                Objects.requireNonNull(one.compared().get(0).scores()).accuracy();

        assertThat(accuracy.lower()).isCloseTo(0.5014100930808565, within(1e-7));
        assertThat(accuracy.upper()).isCloseTo(0.8143057343364082, within(1e-7));
    }

    private static void assertScores(AnswerScores scores, double accuracy, Averages macro, Averages weighted) {
        assertThat(scores.accuracy().value()).isCloseTo(accuracy, CLOSE);
        assertAverages(scores.macro(), macro);
        assertAverages(scores.weighted(), weighted);
        assertThat(scores.macroF1().value()).isCloseTo(macro.f1(), CLOSE);
        assertThat(scores.weightedF1().value()).isCloseTo(weighted.f1(), CLOSE);
    }

    private static void assertAverages(Averages actual, Averages expected) {
        assertThat(actual.precision()).isCloseTo(expected.precision(), CLOSE);
        assertThat(actual.recall()).isCloseTo(expected.recall(), CLOSE);
        assertThat(actual.f1()).isCloseTo(expected.f1(), CLOSE);
    }

    private void assertVersus(int labeller, long onlyFirst, long onlyThis, double p) {
        assertThat(versus(labeller).texts().firstAlone()).isEqualTo(onlyFirst);
        assertThat(versus(labeller).texts().secondAlone()).isEqualTo(onlyThis);
        assertThat(versus(labeller).accuracyP()).isCloseTo(p, CLOSE);
    }

    private AnswerScores scores(int labeller) {
        return Objects.requireNonNull(comparison.compared().get(labeller).scores());
    }

    private Versus versus(int labeller) {
        return Objects.requireNonNull(comparison.compared().get(labeller).versus());
    }

    private static Averages averages(double precision, double recall, double f1) {
        return new Averages(precision, recall, f1);
    }

    private static LabellerRun run(String name, int[] roles) {
        GivenAnswers answers = new GivenAnswers(roles, new float[roles.length], new boolean[roles.length]);
        return new LabellerRun(name, "1", 0, 0, 1, 0, 0, answers, null);
    }
}
