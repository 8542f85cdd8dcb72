package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChiSquareTest {
    @Test
    void shouldAcceptCountsThatAreLikely() {
        ChiSquare.assertDrawnFrom(new double[] {0.5, 0.4995, 0.0005}, new int[] {2020, 1977, 3});
    }

    @Test
    void shouldRefuseCountsThatAreNot() {
        assertThatThrownBy(() -> ChiSquare.assertDrawnFrom(new double[] {0.5, 0.5}, new int[] {2150, 1850}))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ChiSquare.assertDrawnFrom(new double[] {1, 0}, new int[] {3999, 1}))
                .isInstanceOf(AssertionError.class);
    }
}
