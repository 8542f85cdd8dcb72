package io.rolestream.engine.training.alignment.rloo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.RatedAnswer;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.TestRollouts;
import java.util.List;
import org.junit.jupiter.api.Test;

class RlooAdvantagesTest {
    private static final AnswerSampling SAMPLING = new AnswerSampling(1, 8, 0);
    private static final float[] LOGS = {-1, -2};

    @Test
    void shouldCompareEachAnswerWithTheOthersToItsPrompt() {
        assertThat(RlooAdvantages.leaveOneOut(new double[] {1, 2, 6, 0, 0, 3}, 3))
                .containsExactly(new double[] {-3, -1.5, 4.5, -1.5, -1.5, 3}, offset(1e-12));
    }

    @Test
    void shouldGiveAConstantRewardNoAdvantages() {
        assertThat(RlooAdvantages.leaveOneOut(new double[] {0.1, 0.1, 0.1, 0.1, 7.3, 7.3, 7.3, 7.3}, 4))
                .containsOnly(0);
    }

    /** The second answer is 2 nats further from the reference, which costs 0.1 at beta 0.05. */
    @Test
    void shouldTakeTheDivergenceFromTheReward() {
        List<Rollout> rollouts = List.of(TestRollouts.of(LOGS, LOGS), TestRollouts.of(LOGS, new float[] {-3, -2}));

        List<RatedAnswer> rated =
                RlooAdvantages.of(rollouts, new double[] {1, 1}, new RlooSettings(2, 0.05, 0.2, SAMPLING));

        assertThat(rated.get(0).advantages()).containsExactly(new double[] {0.1}, offset(1e-12));
        assertThat(rated.get(1).advantages()).containsExactly(new double[] {-0.1}, offset(1e-12));
        assertThat(rated.get(1).logs()).containsExactly(-3);
    }

    @Test
    void shouldRefuseAnIncompletePrompt() {
        assertThatThrownBy(() -> RlooAdvantages.leaveOneOut(new double[5], 4))
                .hasMessage("5 answers are not 4 to each prompt; score all of them");
        assertThatThrownBy(() -> new RlooSettings(1, 0.05, 0.2, SAMPLING)).hasMessageContaining("at least 2 answers");
    }
}
