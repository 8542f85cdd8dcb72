package io.rolestream.evaluation.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.comparison.SelectiveAccuracy.Point;
import org.junit.jupiter.api.Test;

class SelectiveAccuracyTest {
    private static final int OTHER = 2;
    private static final int[] TRUTH = {0, 1, 0, 2, 1, 2};
    private static final GivenAnswers ANSWERS = new GivenAnswers(
            new int[] {0, 1, 1, 1, 0, OTHER},
            new float[] {0.9f, 0.9f, 0.8f, 0.4f, 0.2f, 0},
            new boolean[] {false, false, false, false, false, true});

    private final SelectiveAccuracy selective = new SelectiveAccuracy(TRUTH, ANSWERS, OTHER);

    @Test
    void shouldKeepAnswersWithTheThresholdsConfidence() {
        Point point = selective.at(0.9f);

        assertThat(point.answers()).isEqualTo(2);
        assertThat(point.coverage()).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(point.accuracy()).isEqualTo(1);
    }

    /** Two right answers, and two texts that become Other and are Other. */
    @Test
    void shouldCountTheOthersAsTheFallback() {
        assertThat(selective.at(0.9f).accuracyOfAll()).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(selective.at(0.99f).accuracyOfAll()).isCloseTo(2 / 6.0, within(1e-12));
    }

    @Test
    void shouldNeverKeepAnAbstention() {
        assertThat(selective.at(0).answers()).isEqualTo(5);
        assertThat(selective.at(0).accuracyOfAll()).isCloseTo(3 / 6.0, within(1e-12));
        assertThat(selective.at(1).accuracy()).isNaN();
    }

    @Test
    void shouldDrawAPointForEachConfidence() {
        assertThat(selective.curve()).extracting(Point::answers).containsExactly(2, 3, 4, 5);
    }

    @Test
    void shouldDrawNoMorePointsThanCanBeSeen() {
        int texts = 10_000;
        float[] confidence = new float[texts];
        for (int i = 0; i < texts; i++) {
            confidence[i] = (float) i / texts;
        }
        SelectiveAccuracy many = new SelectiveAccuracy(
                new int[texts], new GivenAnswers(new int[texts], confidence, new boolean[texts]), OTHER);

        assertThat(many.curve()).hasSizeBetween(150, 200);
        assertThat(many.curve().get(many.curve().size() - 1).answers()).isEqualTo(texts);
    }
}
