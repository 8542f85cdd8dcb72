package io.rolestream.engine.training.alignment.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.training.alignment.RatedAnswer;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.TestRollouts;
import java.util.List;
import org.junit.jupiter.api.Test;

class PpoTargetsTest {
    private static final KlCoefficient COEFFICIENT = new KlCoefficient.Fixed(0.5);
    private static final Rollout SAME = TestRollouts.of(new float[] {-1, -2, -3}, new float[] {-1, -2, -3});
    private static final Rollout MOVED = TestRollouts.of(new float[] {-1, -2}, new float[] {-2, -1.5f});

    @Test
    void shouldRewardTokensForStayingNearTheReferenceAndTheLastForTheScore() {
        assertThat(TokenRewards.of(MOVED, 3, 0.5)).containsExactly(new double[] {-0.5, 3.25}, offset(1e-9));
    }

    /** Without a critic's help every token's advantage is the reward, which whitening makes 0. */
    @Test
    void shouldGiveAConstantRewardNoAdvantages() {
        PpoTargets targets = PpoTargets.of(
                List.of(SAME, SAME),
                new double[] {0.3, 0.3},
                new double[][] {{0, 0, 0}, {0, 0, 0}},
                COEFFICIENT,
                new GeneralizedAdvantage(1, 1));

        for (RatedAnswer answer : targets.answers()) {
            assertThat(answer.advantages()).containsExactly(new double[3], offset(1e-9));
        }
        assertThat(targets.returns()[0]).containsExactly(new double[] {0.3, 0.3, 0.3}, offset(1e-12));
    }

    @Test
    void shouldWhitenAdvantagesOfAllTokensButNotReturns() {
        PpoTargets targets = PpoTargets.of(
                List.of(SAME, MOVED),
                new double[] {1, -1},
                new double[][] {{0.5, 0.5, 0.5}, {0, 0, 77}},
                COEFFICIENT,
                GeneralizedAdvantage.usual());
        double[] first = targets.answers().get(0).advantages();
        double[] second = targets.answers().get(1).advantages();

        double sum = first[0] + first[1] + first[2] + second[0] + second[1];
        double squares = first[0] * first[0]
                + first[1] * first[1]
                + first[2] * first[2]
                + second[0] * second[0]
                + second[1] * second[1];
        assertThat(sum).isCloseTo(0, offset(1e-9));
        assertThat(squares / 5).isCloseTo(1, offset(1e-6));
        assertThat(targets.returns()[1]).containsExactly(new double[] {-0.5 - 0.75 * 0.95, -0.75}, offset(1e-9));
        assertThat(targets.answers().get(1).logs()).containsExactly(-1, -2);
    }

    @Test
    void shouldRefuseNumbersThatDoNotFitTheAnswers() {
        assertThatThrownBy(() -> targets(new double[] {1}, new double[2][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 answers with 1 scores and values of 2");
        assertThatThrownBy(() -> targets(new double[] {1, 1}, new double[3][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 answers with 2 scores and values of 3");
        assertThatThrownBy(() -> targets(new double[] {1, 1}, new double[2][2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 rewards with 2 values");
    }

    private static PpoTargets targets(double[] scores, double[][] values) {
        return PpoTargets.of(List.of(SAME, MOVED), scores, values, COEFFICIENT, GeneralizedAdvantage.usual());
    }

    @Test
    void shouldRefuseLogProbabilitiesThatAreNotFinite() {
        Rollout impossible = TestRollouts.of(new float[] {-1, Float.NEGATIVE_INFINITY}, new float[] {-1, -1});

        assertThatThrownBy(() -> RatedAnswer.whole(impossible, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a log-probability of -Infinity");
        assertThatThrownBy(() -> RatedAnswer.tokens(impossible, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotReadPadding() {
        AnswerMask mask = new AnswerMask(new int[] {2, 1});
        double[][] rows = {{1, 2, Double.NaN}, {6, Double.NaN}};

        assertThat(mask.mean(rows)).isEqualTo(3);
        assertThat(mask.whitened(rows)[1]).hasSize(2).doesNotContain(Double.NaN);
    }

    @Test
    void shouldMoveTheCoefficientTowardsItsTarget() {
        KlCoefficient adaptive = KlCoefficient.Adaptive.usual();

        assertThat(adaptive.after(6)).isEqualTo(adaptive);
        assertThat(adaptive.after(6.6).value()).isCloseTo(0.05 * 1.01, offset(1e-12));
        assertThat(adaptive.after(60).value()).isCloseTo(0.05 * 1.02, offset(1e-12));
        assertThat(adaptive.after(0).value()).isCloseTo(0.05 * 0.98, offset(1e-12));
        assertThat(KlCoefficient.Fixed.usual().after(60).value()).isEqualTo(0.05);
        assertThatThrownBy(() -> new KlCoefficient.Fixed(0)).hasMessageContaining("above 0, not 0.0");
    }
}
