package io.rolestream.engine.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class Fp32AgreementTest {
    @Test
    void shouldCountTheTextsWithTheSameLabel() {
        List<float[]> expected = List.of(row(1, 2), row(2, 1), row(5, 5), row(0, 1));
        List<float[]> rows = List.of(row(3, 4), row(1, 2), row(7, 7), row(-1, 0));
        assertThat(Fp32Agreement.LABELS.of(expected, rows)).isEqualTo(0.75);
        assertThat(Fp32Agreement.LABELS.of(expected, expected)).isOne();
    }

    @Test
    void shouldNotCountLabelsBetweenWhichFp32DoesNotDecide() {
        List<float[]> expected = List.of(row(0.52f, 0.53f, 0), row(0.5f, 0.6f, 0), row(5, -5, 4.999f));
        List<float[]> rows = List.of(row(1, 0, 0), row(1, 0, 0), row(0, 0, 1));
        assertThat(Fp32Agreement.LABELS.of(expected, rows)).isEqualTo(2 / 3.0);
    }

    @Test
    void shouldCountThePairsInTheSameOrder() {
        List<float[]> expected = List.of(row(1), row(2), row(3), row(3));
        assertThat(Fp32Agreement.ORDER.of(expected, List.of(row(10), row(20), row(30), row(40))))
                .isOne();
        assertThat(Fp32Agreement.ORDER.of(expected, List.of(row(2), row(1), row(3), row(3))))
                .isEqualTo(0.8, offset(1e-9));
        assertThat(Fp32Agreement.ORDER.of(List.of(row(1), row(1)), List.of(row(1), row(2))))
                .isOne();
    }

    @Test
    void shouldCountTheEmbeddingsThatPointTheSameWay() {
        List<float[]> expected = List.of(row(1, 0), row(0, 2));
        assertThat(Fp32Agreement.DIRECTION.of(expected, List.of(row(3, 0.1f), row(0, 1))))
                .isOne();
        assertThat(Fp32Agreement.DIRECTION.of(expected, List.of(row(1, 0.1f), row(0, 1))))
                .isEqualTo(0.5);
        assertThat(Fp32Agreement.DIRECTION.of(expected, List.of(row(0, 0), row(0, 1))))
                .isEqualTo(0.5);
    }

    private static float[] row(float... values) {
        return values;
    }
}
