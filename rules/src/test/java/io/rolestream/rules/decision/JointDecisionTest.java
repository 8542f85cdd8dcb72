package io.rolestream.rules.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
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
    void shouldMakeProbabilitiesOfSumsWithTheCalibration() {
        float[] scores = {1, 2, 0};
        JointDecision decision = JointDecision.of(MODEL, scores, 0.5, new JointCalibration(2, 0.1f));

        double a = Math.sqrt(0.6 * Math.exp(0.5));
        double b = Math.sqrt(0.3 * Math.exp(1));
        assertThat(decision.role()).isEqualTo(0);
        assertThat(decision.confidence()).isCloseTo(0.9 * a / (a + b + Math.sqrt(0.1)) + 0.1 / 3, within(1e-6));
        assertThat(Arrays.stream(decision.logProbabilities()).map(Math::exp).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldStayWithinAProbabilityWhateverTheCalibration() {
        for (JointCalibration extreme : List.of(
                JointCalibration.NONE,
                new JointCalibration(Float.MIN_NORMAL, 0),
                new JointCalibration(Float.MAX_VALUE, 0.5f),
                new JointCalibration(1, 1))) {
            double confidence = JointDecision.of(new float[] {-1e30f, 0}, new float[] {0, 1e30f}, 1, extreme)
                    .confidence();
            assertThat(confidence).isBetween(0.5, 1.0);
        }
    }

    @Test
    void shouldRefuseACalibrationThatGivesNoProbabilities() {
        assertThatThrownBy(() -> new JointCalibration(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JointCalibration(Float.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JointCalibration(1, -0.1f)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JointCalibration(1, 1.1f)).isInstanceOf(IllegalArgumentException.class);
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
