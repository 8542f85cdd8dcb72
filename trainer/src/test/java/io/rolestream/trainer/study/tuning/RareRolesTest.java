package io.rolestream.trainer.study.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.engine.batching.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RareRolesTest {
    private static final int[] LABELS = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 9};
    private static final int[] ROWS = IntStream.range(0, 10).toArray();

    @Test
    void shouldRepeatRareRolesUntilAllAreAsFrequent() {
        int[] sampled = Sampling.OVERSAMPLING.of(LABELS, ROWS);

        assertThat(counts(sampled)).containsExactly(6, 6, 6);
        assertThat(sampled).contains(ROWS).doesNotContain(10);
    }

    @Test
    void shouldLeaveOutRowsOfFrequentRoles() {
        int[] sampled = Sampling.UNDERSAMPLING.of(LABELS, ROWS);

        assertThat(counts(sampled)).containsExactly(3, 3, 1);
        assertThat(sampled).doesNotHaveDuplicates();
    }

    private static int[] counts(int[] rows) {
        int[] counts = new int[3];
        Arrays.stream(rows).forEach(row -> counts[LABELS[row]]++);
        return counts;
    }

    @Test
    void shouldAddPointsBetweenNeighboursOfARole() {
        float[][] vectors = {{0, 0}, {1, 0}, {2, 0}, {5, 5}, {5, 7}, {9, 9}};
        Smote.Points balanced = Smote.balanced(new Smote.Points(vectors, new int[] {0, 0, 0, 1, 1, 2}), 1);

        assertThat(balanced.labels()).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
        assertThat(balanced.vectors()[5][0]).isEqualTo(5);
        assertThat(balanced.vectors()[5][1]).isBetween(5f, 7f);
        assertThat(balanced.vectors()[8]).containsExactly(9, 9);
    }

    @Test
    void shouldStandardiseByTheRowsThatAreLearnt() {
        float[][] vectors = {{0, 5}, {2, 5}, {100, 7}};

        assertThat(FrozenBase.standardized(vectors, new int[] {0, 1}))
                .isDeepEqualTo(new float[][] {{-1, 0}, {1, 0}, {99, 0}});
    }

    @Test
    void shouldFitTheRegressionThatScikitLearnFits() {
        JsonNode golden = GoldenStudy.read().get("regression");
        int[] labels = GoldenStudy.numbers(golden.get("labels"));
        float[][] features = new float[labels.length][];
        double[] weights = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            JsonNode row = golden.get("features").get(i);
            features[i] = new float[row.size()];
            for (int f = 0; f < row.size(); f++) {
                features[i][f] = row.get(f).floatValue();
            }
            weights[i] = golden.get("weights").get(i).doubleValue();
        }

        SoftmaxRegression model = SoftmaxRegression.fit(features, labels, weights, 4);

        for (int i = 0; i < labels.length; i++) {
            float[] probabilities = Rows.softmax(model.logits(features[i]));
            for (int role = 0; role < 4; role++) {
                assertThat(probabilities[role])
                        .isCloseTo(golden.get("probabilities").get(i).get(role).floatValue(), within(1e-3f));
            }
        }
    }
}
