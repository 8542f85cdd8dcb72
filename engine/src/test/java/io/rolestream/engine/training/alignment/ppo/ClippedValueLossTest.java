package io.rolestream.engine.training.alignment.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class ClippedValueLossTest {
    private static final double PADDING = 1e9;
    private static final double[][] VALUES = {{1, 0.55, -1}, {2, PADDING, PADDING}};
    private static final double[][] OLD = {{0.5, 0.5, -0.9}, {2.5, PADDING, PADDING}};
    private static final double[][] RETURNS = {{2, 0, -3}, {1, PADDING, PADDING}};
    private static final AnswerMask MASK = new AnswerMask(new int[] {3, 1});

    /** The first value was 0.5 and may be 0.7 at most; the last was 2.5 and may be 2.3 at least. */
    @Test
    void shouldClipWhatHasMovedFarEnough() {
        ClippedValueLoss.Result result = new ClippedValueLoss(0.2, 0.1).of(VALUES, OLD, RETURNS, MASK);

        double squares = 1.3 * 1.3 + 0.55 * 0.55 + 2 * 2 + 1.3 * 1.3;
        assertThat(result.loss()).isCloseTo(0.1 * squares / 2 / 4, offset(1e-12));
        assertThat(result.clipFraction()).isEqualTo(0.5);
    }

    @Test
    void shouldHaveTheGradientsOfItsLoss() {
        ClippedValueLoss loss = ClippedValueLoss.usual();
        double[][] gradients = loss.of(VALUES, OLD, RETURNS, MASK).gradients();
        for (int i = 0; i < VALUES.length; i++) {
            for (int t = 0; t < VALUES[i].length; t++) {
                double slope = (loss.of(moved(i, t, 1e-6), OLD, RETURNS, MASK).loss()
                                - loss.of(moved(i, t, -1e-6), OLD, RETURNS, MASK)
                                        .loss())
                        / 2e-6;
                assertThat(gradients[i][t]).isCloseTo(slope, offset(1e-7));
            }
        }
    }

    private static double[][] moved(int i, int t, double by) {
        double[][] values = {VALUES[0].clone(), VALUES[1].clone()};
        values[i][t] += by;
        return values;
    }
}
