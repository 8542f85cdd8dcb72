package io.rolestream.evaluation.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected figures are scikit-learn 1.9.1's, with {@code zero_division=0}. */
class ScoresTest {
    /** Label c is never given, d never true, e neither. */
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "e");

    private static final int[] TRUTH = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 0, 1, 0};
    private static final int[] PREDICTED = {0, 0, 1, 3, 0, 1, 0, 1, 1, 0, 0, 1, 0};

    @Test
    void shouldScoreAsScikitLearn() {
        Scores scores = Scores.of(matrix());

        assertThat(scores.total()).isEqualTo(13);
        assertThat(scores.accuracy()).isCloseTo(0.6153846153846154, offset(1e-12));
        assertThat(scores.macroF1()).isCloseTo(0.34523809523809523, offset(1e-12));
        assertThat(Averages.weighted(scores).f1()).isCloseTo(0.5897435897435896, offset(1e-12));
    }

    @Test
    void shouldScoreEachLabelAsScikitLearn() {
        List<LabelScores> labels = Scores.of(matrix()).labels();

        assertThat(labels.get(0)).isEqualTo(new LabelScores("a", 5.0 / 7, 5.0 / 7, 10.0 / 14, 7, 7));
        assertThat(labels.get(1)).isEqualTo(new LabelScores("b", 0.6, 0.75, 6.0 / 9, 4, 5));
        assertThat(labels.get(2)).isEqualTo(new LabelScores("c", 0, 0, 0, 2, 0));
        assertThat(labels.get(3)).isEqualTo(new LabelScores("d", 0, 0, 0, 0, 1));
        assertThat(labels.get(4).occurs()).isFalse();
        assertThat(Scores.of(matrix()).bySupport().get(0).label()).isEqualTo("a");
    }

    @Test
    void shouldKnowWhatTheMajorityScores() {
        Scores.Majority majority = Scores.of(matrix()).majority();

        assertThat(majority.label()).isEqualTo("a");
        assertThat(majority.accuracy()).isCloseTo(0.5384615384615384, offset(1e-12));
        assertThat(majority.macroF1()).isCloseTo(0.2333333333333333, offset(1e-12));
    }

    @Test
    void shouldRefuseToScoreNothing() {
        ConfusionMatrix empty = new ConfusionMatrix(LABELS);

        assertThatThrownBy(() -> Scores.of(empty)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(List.of("a", "a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static ConfusionMatrix matrix() {
        ConfusionMatrix matrix = new ConfusionMatrix(LABELS);
        for (int i = 0; i < TRUTH.length; i++) {
            matrix.add(TRUTH[i], PREDICTED[i]);
        }
        return matrix;
    }
}
