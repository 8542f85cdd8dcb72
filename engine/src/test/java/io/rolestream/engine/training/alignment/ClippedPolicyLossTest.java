package io.rolestream.engine.training.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class ClippedPolicyLossTest {
    private static final ClippedPolicyLoss LOSS = new ClippedPolicyLoss(0.2);

    /**
     * Ratios of 1.5, 0.5, 1.5, 0.5 and 1.1: only the first two, which are better or worse than that already, are
     * clipped.
     */
    @Test
    void shouldClipWhatHasMovedFarEnough() {
        double[] logs = logs(1.5, 0.5, 1.5, 0.5, 1.1);
        ClippedPolicyLoss.Result result = LOSS.of(logs, new double[5], new double[] {1, -1, -1, 1, 2});

        assertThat(result.loss()).isCloseTo((-1.2 + 0.8 + 1.5 - 0.5 - 2.2) / 5, offset(1e-12));
        assertThat(result.gradients()).containsExactly(new double[] {0, 0, 0.3, -0.1, -0.44}, offset(1e-12));
        assertThat(result.statistics().clipFraction()).isCloseTo(0.4, offset(1e-12));
        assertThat(result.statistics().ratioMean()).isCloseTo(1.02, offset(1e-12));
        assertThat(result.statistics().ratioVariance()).isCloseTo(0.2016, offset(1e-12));
        assertThat(result.statistics().approximateKl()).isCloseTo(divergence(1.5, 0.5, 1.5, 0.5, 1.1), offset(1e-12));
    }

    @Test
    void shouldHaveTheGradientsOfItsLoss() {
        double[] logs = {-1.1, -2, -0.3, -4, -0.9};
        double[] old = {-1, -1.5, -0.35, -4, -1.4};
        double[] advantages = {0.5, -2, 1, -1, 3};
        double[] gradients = LOSS.of(logs, old, advantages).gradients();
        for (int i = 0; i < logs.length; i++) {
            double[] above = logs.clone();
            double[] below = logs.clone();
            above[i] += 1e-6;
            below[i] -= 1e-6;
            double slope = (LOSS.of(above, old, advantages).loss()
                            - LOSS.of(below, old, advantages).loss())
                    / 2e-6;
            assertThat(gradients[i]).isCloseTo(slope, offset(1e-7));
        }
    }

    @Test
    void shouldBeAtRestBeforeTheFirstUpdate() {
        double[] logs = {-1, -20.5, -300};
        ClippedPolicyLoss.Result result = LOSS.of(logs, logs, new double[] {1, -2, 4});

        assertThat(result.statistics()).isEqualTo(new PolicyStatistics(1, 0, 0, 0));
        assertThat(result.loss()).isCloseTo(-1, offset(1e-12));
    }

    private static double divergence(double... ratios) {
        double sum = 0;
        for (double ratio : ratios) {
            sum += ratio - 1 - Math.log(ratio);
        }
        return sum / ratios.length;
    }

    private static double[] logs(double... ratios) {
        double[] logs = new double[ratios.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(ratios[i]);
        }
        return logs;
    }
}
