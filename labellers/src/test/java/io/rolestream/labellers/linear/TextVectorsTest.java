package io.rolestream.labellers.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.labellers.testing.LabelledTexts;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextVectorsTest {
    @Test
    void shouldWeighWordsAndPairsByTheirRarity() {
        TextVectors vectors = TextVectors.of(List.of("a b c", "a b d", "a e", "a, a B"));

        // In two texts or more: "a" in all four, "b" and "a b" in three.
        assertThat(vectors.texts()).isEqualTo(4);
        assertThat(vectors.features(0)).hasSize(3).isSorted();
        assertThat(vectors.features(3)).isEqualTo(vectors.features(0));
        assertThat(vectors.features(2)).hasSize(1);
        // log(5/5) is 0, and log(5/4) twice makes a vector of length 1.
        assertThat(sorted(vectors.values(0)))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(0, (float) Math.sqrt(0.5), (float) Math.sqrt(0.5));
        assertThat(vectors.values(2)).containsExactly(0);
    }

    private static float[] sorted(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void shouldHaveLengthOneOrNothing() {
        LabelledTexts topics = new LabelledTexts(100, 0.5, 1);
        topics.texts.add("");
        topics.texts.add("nobody says this");
        TextVectors vectors = TextVectors.of(topics.texts);

        for (int text = 0; text < 100; text++) {
            double square = 0;
            for (float value : vectors.values(text)) {
                square += value * value;
            }
            assertThat(square).isEqualTo(1, offset(1e-5));
        }
        assertThat(vectors.features(100)).isEmpty();
        assertThat(vectors.features(101)).isEmpty();
    }
}
