package io.rolestream.engine.training.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlignmentMetricsTest {
    private static final float[] SHORT = {-1, -2};
    private static final float[] LONG = {-1, -1, -1, -1, -1, -1};

    @Test
    void shouldSummarizeAnswers() {
        List<Rollout> rollouts = List.of(
                TestRollouts.of(SHORT, new float[] {-2, -2}),
                TestRollouts.of(LONG, new float[] {-1, -1, -1, -1, -1, -4}, false));

        AlignmentMetrics metrics =
                AlignmentMetrics.of(3, rollouts, new double[] {0.5, -1.5}, new PolicyStatistics(1, 0.25, 0.5, 0.125));

        assertThat(metrics.toJson())
                .isEqualTo("{\"step\":3,\"kl\":2.0,\"reward\":-0.5,\"ratio_mean\":1.0,\"ratio_variance\":0.25,"
                        + "\"clip_fraction\":0.5,\"approximate_kl\":0.125,\"entropy\":1.5,\"without_end\":0.5,"
                        + "\"length\":4.0}");
    }

    @Test
    void shouldLeaveOutWhatAMethodDoesNotHave() {
        AlignmentMetrics metrics =
                AlignmentMetrics.of(0, List.of(TestRollouts.of(SHORT, SHORT)), new double[] {Double.NaN}, null);

        assertThat(metrics.toJson())
                .isEqualTo("{\"step\":0,\"kl\":0.0,\"reward\":null,\"entropy\":1.5,\"without_end\":0.0,"
                        + "\"length\":2.0}");
    }

    @Test
    void shouldCutAnswersAfterTheirFirstEnd() {
        SampledAnswer ended = SampledAnswer.cut(new int[] {3}, new int[] {5, 2, 7, 2}, Set.of(2));
        SampledAnswer cut = SampledAnswer.cut(new int[] {3}, new int[] {5, 6}, Set.of(2));

        assertThat(ended.text().answer()).containsExactly(5, 2);
        assertThat(ended.score(4, -1)).isEqualTo(4);
        assertThat(cut.ended()).isFalse();
        assertThat(cut.score(4, -1)).isEqualTo(-1);
    }

    @Test
    void shouldRefuseNumbersOfAnotherAnswer() {
        assertThatThrownBy(() -> TestRollouts.of(SHORT, LONG))
                .hasMessage("an answer of 2 tokens with 2, 6 and 2 numbers");
    }
}
