package io.rolestream.engine.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    @Test
    void shouldCountTheTextsWithTheSameLabel() {
        List<float[]> expected = List.of(row(1, 2), row(2, 1), row(5, 5), row(0, 1));
        List<float[]> rows = List.of(row(3, 4), row(1, 2), row(7, 7), row(-1, 0));
        assertThat(Agreement.LABELS.of(expected, rows)).isEqualTo(0.75);
        assertThat(Agreement.LABELS.of(expected, expected)).isOne();
    }

    @Test
    void shouldCountThePairsInTheSameOrder() {
        List<float[]> expected = List.of(row(1), row(2), row(3), row(3));
        assertThat(Agreement.ORDER.of(expected, List.of(row(10), row(20), row(30), row(40))))
                .isOne();
        assertThat(Agreement.ORDER.of(expected, List.of(row(2), row(1), row(3), row(3))))
                .isEqualTo(0.8, offset(1e-9));
        assertThat(Agreement.ORDER.of(List.of(row(1), row(1)), List.of(row(1), row(2))))
                .isOne();
    }

    @Test
    void shouldCountTheEmbeddingsThatPointTheSameWay() {
        List<float[]> expected = List.of(row(1, 0), row(0, 2));
        assertThat(Agreement.DIRECTION.of(expected, List.of(row(3, 0.1f), row(0, 1))))
                .isOne();
        assertThat(Agreement.DIRECTION.of(expected, List.of(row(1, 0.1f), row(0, 1))))
                .isEqualTo(0.5);
        assertThat(Agreement.DIRECTION.of(expected, List.of(row(0, 0), row(0, 1))))
                .isEqualTo(0.5);
    }

    private static float[] row(float... values) {
        return values;
    }
}
