package io.rolestream.engine.training.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BestOfSeveralTest {
    @Test
    void shouldFindTheBestAndTheWorstAnswerToEachPrompt() {
        assertThat(BestOfSeveral.of(new double[] {1, 3, 2, -1, -5, -1, 4, 4, 4}, 3))
                .containsExactly(new BestOfSeveral(1, 0), new BestOfSeveral(3, 4), new BestOfSeveral(6, 6));
    }

    @Test
    void shouldRefuseAnswersWithoutScores() {
        assertThatThrownBy(() -> BestOfSeveral.of(new double[5], 3)).hasMessage("5 answers are not 3 to each prompt");
        assertThatThrownBy(() -> BestOfSeveral.of(new double[] {1, Double.NaN}, 2))
                .hasMessage("answer 1 has a score of NaN");
    }
}
