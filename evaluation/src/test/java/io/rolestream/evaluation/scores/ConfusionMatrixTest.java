package io.rolestream.evaluation.scores;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    @Test
    void shouldCountManyLabelsInLittleMemory() {
        List<String> labels = IntStream.range(0, 100_000).mapToObj(i -> "L" + i).toList();
        ConfusionMatrix matrix = new ConfusionMatrix(labels);

        matrix.add(99_999, 7);
        matrix.add(99_999, 7);
        matrix.add(1, 1);

        assertThat(matrix.count(99_999, 7)).isEqualTo(2);
        assertThat(matrix.count(7, 99_999)).isZero();
        assertThat(matrix.support(99_999)).isEqualTo(2);
        assertThat(matrix.predicted(7)).isEqualTo(2);
        assertThat(matrix.total()).isEqualTo(3);
    }
}
