package io.rolestream.labellers.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.labellers.testing.LabelledTexts;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearModelTest {
    private static final int LEARNT = 300;

    private final LabelledTexts topics = new LabelledTexts(400, 0.2, 1);
    private final TextVectors vectors = TextVectors.of(topics.texts);

    @Test
    void shouldLearnWhatCanBeToldApart() {
        LinearModel model = train(topics.labels, 1);

        long right = IntStream.range(LEARNT, topics.labels.length)
                .filter(text -> greatest(model.probabilities(vectors, text)) == topics.labels[text])
                .count();
        assertThat(right).isGreaterThan(95);
    }

    @Test
    void shouldGiveProbabilities() {
        LinearModel model = train(topics.labels, 1);

        for (int text = LEARNT; text < topics.labels.length; text++) {
            double[] probabilities = model.probabilities(vectors, text);
            assertThat(Arrays.stream(probabilities).sum()).isEqualTo(1, offset(1e-9));
            assertThat(probabilities).hasSize(LabelledTexts.LABELS);
            assertThat(Arrays.stream(probabilities).allMatch(p -> p > 0 && p < 1))
                    .isTrue();
        }
    }

    @Test
    void shouldRepeatWithTheSameSeed() {
        double[] first = train(topics.labels, 1).probabilities(vectors, LEARNT);

        assertThat(train(topics.labels, 1).probabilities(vectors, LEARNT)).isEqualTo(first);
        assertThat(train(topics.labels, 2).probabilities(vectors, LEARNT)).isNotEqualTo(first);
    }

    @Test
    void shouldKnowNothingWhereItLearntNothing() {
        LinearModel model = LinearModel.train(vectors, new int[0], topics.labels, LabelledTexts.LABELS, 1);

        assertThat(model.probabilities(vectors, 0)).containsOnly(0.25);
    }

    private LinearModel train(int[] labels, long seed) {
        return LinearModel.train(vectors, IntStream.range(0, LEARNT).toArray(), labels, LabelledTexts.LABELS, seed);
    }

    private static int greatest(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[a] >= values[b] ? a : b)
                .orElseThrow();
    }
}
