package io.rolestream.engine.training.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.training.preference.PreferenceExamples.Preference;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreferenceObjectiveTest {
    private static final List<Preference> PREFERENCES =
            List.of(new Preference(0, 1, 0, 1), new Preference(2, 1, 0.5f, 2), new Preference(1, 3, 1, 0.25f));

    @Test
    void shouldHaveTheGradientsOfItsLoss() {
        float[] scores = {0.3f, -0.2f, 1.5f, 40};
        double step = 1e-3;
        float[][] gradients =
                PreferenceObjective.loss(PREFERENCES, scores, 0.01).loss().gradients();
        for (int i = 0; i < scores.length; i++) {
            float[] above = scores.clone();
            float[] below = scores.clone();
            above[i] += (float) step;
            below[i] -= (float) step;
            double slope =
                    (PreferenceObjective.loss(PREFERENCES, above, 0.01).loss().loss()
                                    - PreferenceObjective.loss(PREFERENCES, below, 0.01)
                                            .loss()
                                            .loss())
                            / ((double) above[i] - below[i]);
            assertThat((double) gradients[i][0]).isCloseTo(slope, offset(1e-4));
        }
    }

    @Test
    void shouldStayFiniteForScoresFarApart() {
        PreferenceObjective.Result result =
                PreferenceObjective.loss(List.of(new Preference(0, 1, 0, 1)), new float[] {-1000, 1000}, 0);

        assertThat(result.loss().loss()).isCloseTo(2000, offset(1e-6));
        assertThat(result.loss().gradients()[0][0]).isEqualTo(-1);
        assertThat(result.accuracy()).isZero();
    }

    /** By hand: log(1 + exp(-1)) + 0.5 * (2 + 1)^2, and 2 * 0.5 * 3 more in each gradient. */
    @Test
    void shouldPullScoresTowards0() {
        PreferenceObjective.Result result =
                PreferenceObjective.loss(List.of(new Preference(0, 1, 0, 1)), new float[] {2, 1}, 0.5);

        assertThat(result.loss().loss()).isCloseTo(Math.log1p(Math.exp(-1)) + 4.5, offset(1e-9));
        double slope = 1 / (1 + Math.exp(1));
        assertThat(result.loss().gradients()[0][0]).isCloseTo((float) (3 - slope), offset(1e-6f));
        assertThat(result.loss().gradients()[1][0]).isCloseTo((float) (3 + slope), offset(1e-6f));
    }

    @Test
    void shouldRefuseAPreferenceThatSaysNothing() {
        assertThatThrownBy(() -> new Preference(1, 1, 0, 1)).hasMessage("sequence 1 is preferred to itself");
        assertThatThrownBy(() -> new Preference(0, 1, -1, 1)).hasMessage("a margin of -1.0");
        assertThatThrownBy(() -> new Preference(0, 1, 0, Float.NaN)).hasMessage("a weight of NaN");
    }
}
