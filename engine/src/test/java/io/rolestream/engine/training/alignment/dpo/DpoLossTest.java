package io.rolestream.engine.training.alignment.dpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class DpoLossTest {
    private static final DpoLoss LOSS = new DpoLoss(new DpoSettings(0.1, 0.5));
    private static final List<DpoLoss.Reference> REFERENCES =
            List.of(new DpoLoss.Reference(-10, -12, 3), new DpoLoss.Reference(-7, -6, 5));

    /** Margins are 0.1 * ((-8 + 10) - (-13 + 12)) = 0.3 and 0.1 * ((-9 + 7) - (-6 + 6)) = -0.2. */
    @Test
    void shouldBeTheSigmoidLossWithTheSupervisedOne() {
        DpoLoss.Result result = LOSS.of(rows(-8, -13, -9, -6), REFERENCES);

        double sigmoid = (Math.log(1 + Math.exp(-0.3)) + Math.log(1 + Math.exp(0.2))) / 2;
        assertThat(result.loss().loss()).isCloseTo(sigmoid + 0.5 * 17 / 8, offset(1e-9));
        assertThat(result.margins()).isCloseTo(0.1, offset(1e-9));
        assertThat(result.right()).isEqualTo(1);
    }

    @Test
    void shouldHaveTheGradientsOfItsLoss() {
        float[] at = {-8, -13, -9, -6};
        float[][] gradients = LOSS.of(rows(at), REFERENCES).loss().gradients();
        for (int i = 0; i < at.length; i++) {
            float[] above = at.clone();
            float[] below = at.clone();
            above[i] += 0.0625f;
            below[i] -= 0.0625f;
            double slope = (LOSS.of(rows(above), REFERENCES).loss().loss()
                            - LOSS.of(rows(below), REFERENCES).loss().loss())
                    / 0.125;
            assertThat((double) gradients[i][0]).isCloseTo(slope, offset(1e-6));
        }
    }

    @Test
    void shouldStayFiniteForMarginsFarApart() {
        DpoLoss.Result result =
                new DpoLoss(new DpoSettings(1, 0)).of(rows(-5000, -1), List.of(new DpoLoss.Reference(-1, -5000, 2)));

        assertThat(result.loss().loss()).isCloseTo(9998, offset(1e-6));
        assertThat(result.loss().gradients()[0][0]).isEqualTo(-1);
    }

    @Test
    void shouldRefuseComparisonsThatCompareNothing() {
        AnsweredPrompt one = new AnsweredPrompt(new int[] {3}, new int[] {4, 2});
        AnsweredPrompt elsewhere = new AnsweredPrompt(new int[] {5}, new int[] {6, 2});

        assertThatThrownBy(() -> new AnswerComparison(one, elsewhere)).hasMessageContaining("different prompts");
        assertThatThrownBy(() -> new AnswerComparison(one, new AnsweredPrompt(new int[] {3}, new int[] {4, 2})))
                .hasMessageContaining("are the same");
        assertThatThrownBy(() -> new DpoSettings(0, 1)).hasMessage("beta must be finite and above 0, not 0.0");
    }

    @Test
    void shouldCompareTheBestAnswerWithTheWorst() {
        List<SampledAnswer> answers = List.of(
                answer(3, 4),
                answer(3, 5),
                answer(3, 6),
                answer(7, 4),
                answer(7, 4),
                answer(7, 4),
                answer(8, 4),
                answer(8, 5),
                answer(8, 6));

        List<AnswerComparison> compared =
                AnswerComparison.bestWithWorst(answers, new double[] {2, 1, 3, 1, 2, 3, 5, 5, 5}, 3);

        assertThat(compared).hasSize(1);
        assertThat(compared.get(0).chosen()).isSameAs(answers.get(2).text());
        assertThat(compared.get(0).rejected()).isSameAs(answers.get(1).text());
    }

    private static SampledAnswer answer(int prompt, int token) {
        return new SampledAnswer(new AnsweredPrompt(new int[] {prompt}, new int[] {token, 2}), true);
    }

    private static float[][] rows(float... values) {
        float[][] rows = new float[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {values[i]};
        }
        return rows;
    }
}
