package io.rolestream.rules.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JointDecisionTest {
    private static final float[] MODEL = {(float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1)};

    @Test
    void shouldAddTheRulesScoreTimesTheCoefficient() {
        JointDecision decision = JointDecision.of(MODEL, new float[] {1, 2, 0}, 0.5);

        double a = 0.6 * Math.exp(0.5);
        double b = 0.3 * Math.exp(1);
        assertThat(decision.role()).isEqualTo(0);
        assertThat(decision.confidence()).isCloseTo(a / (a + b + 0.1), within(1e-7));
        assertThat(Math.exp(decision.logProbabilities()[1])).isCloseTo(b / (a + b + 0.1), within(1e-7));
    }

    @Test
    void shouldFollowTheRulesWhereTheyOutweighTheModel() {
        assertThat(JointDecision.of(MODEL, new float[] {0, 0, 3}, 1).role()).isEqualTo(2);
        assertThat(JointDecision.of(MODEL, new float[] {0, 0, 3}, 0).role()).isEqualTo(0);
    }

    @Test
    void shouldLetTheModelDecideBetweenEqualSumsInAnyOrder() {
        assertThat(JointDecision.of(new float[] {-2, -1}, new float[] {1, 0}, 1).role())
                .isEqualTo(1);
        assertThat(JointDecision.of(new float[] {-1, -2}, new float[] {0, 1}, 1).role())
                .isEqualTo(0);
        assertThat(JointDecision.of(new float[] {-1, -1}, new float[] {0, 0}, 1).role())
                .isEqualTo(0);
    }

    @Test
    void shouldMakeProbabilitiesOfLogits() {
        double[] logs = LogProbabilities.of(new float[] {2, 0, -400}, 2);

        assertThat(Math.exp(logs[0])).isCloseTo(Math.E / (Math.E + 1), within(1e-12));
        assertThat(Arrays.stream(logs).map(Math::exp).sum()).isCloseTo(1, within(1e-12));
        assertThat(logs[2]).isLessThan(-200);
    }

    @Test
    void shouldNeverExceedAProbabilityOfOne() {
        assertThat(LogProbabilities.normalised(new double[] {1e300, 0})).containsExactly(0, -1e300);
    }
}
