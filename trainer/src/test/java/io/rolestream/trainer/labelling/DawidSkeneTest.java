package io.rolestream.trainer.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Golden values of tools/dawid_skene_golden.py, in plain numpy. */
class DawidSkeneTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldEstimateWhatNumpyDoes() throws IOException {
        try (InputStream file = DawidSkeneTest.class.getResourceAsStream("dawid-skene.json")) {
            JsonNode golden = JSON.readTree(Objects.requireNonNull(file));
            int[][] votes = JSON.treeToValue(golden.path("votes"), int[][].class);
            double[][] probabilities = JSON.treeToValue(golden.path("probabilities"), double[][].class);
            double[] accuracies = JSON.treeToValue(golden.path("accuracies"), double[].class);

            DawidSkene fitted = DawidSkene.fit(votes, golden.path("roles").asInt());

            for (int text = 0; text < votes.length; text++) {
                assertThat(fitted.probabilities(votes[text])).containsExactly(probabilities[text], within(1e-4));
            }
            for (int labeller = 0; labeller < accuracies.length; labeller++) {
                assertThat(fitted.accuracy(labeller)).isCloseTo(accuracies[labeller], within(1e-4));
            }
        }
    }

    @Test
    void shouldFollowASingleLabeller() {
        DawidSkene fitted = DawidSkene.fit(new int[][] {{0}, {1}, {1}, {-1}}, 3);
        assertThat(fitted.role(new int[] {0})).isZero();
        assertThat(fitted.role(new int[] {1})).isEqualTo(1);
        assertThat(fitted.probabilities(new int[] {-1})).hasSize(3).doesNotContain(Double.NaN);
    }

    @Test
    void shouldEstimateWithoutAnyVote() {
        assertThat(DawidSkene.fit(new int[][] {{-1, -1}}, 2).probabilities(new int[] {-1, -1}))
                .containsExactly(0.5, 0.5);
    }
}
