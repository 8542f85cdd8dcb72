package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {
    /** The largest factor goes to the smallest p-value; later ones are never smaller. */
    @Test
    void shouldCorrectInTheOrderOfThePValues() {
        assertThat(Holm.corrected(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    }

    @Test
    void shouldStayAProbability() {
        assertThat(Holm.corrected(new double[] {0.6, 1, 0.9})).containsExactly(1, 1, 1);
        assertThat(Holm.corrected(new double[] {0.2})).containsExactly(0.2);
        assertThat(Holm.corrected(new double[0])).isEmpty();
    }
}
