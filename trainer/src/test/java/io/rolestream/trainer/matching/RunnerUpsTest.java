package io.rolestream.trainer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.index.Hit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunnerUpsTest {
    private static final List<Hit> RANKING = List.of(
            new Hit("best", 10, 1),
            new Hit("near", 9.5f, 2),
            new Hit("nine", 9, 3),
            new Hit("good", 8.5f, 4),
            new Hit("eight", 8, 5),
            new Hit("seven", 7, 6),
            new Hit("low", 6.9f, 7));

    @Test
    void shouldTakeWhatIsJustBelowTheTop() {
        assertThat(new RunnerUps(10).of(List.of(RANKING), Set.of("good")::contains))
                .containsExactly("nine", "eight", "seven");
        assertThat(new RunnerUps(1).of(List.of(RANKING), job -> false)).containsExactly("nine");
    }

    @Test
    void shouldFuseRankingsAndTakeNothingThatOneHasNearTheTop() {
        List<Hit> other = List.of(
                new Hit("nine", 1, 1),
                new Hit("seven", 0.85f, 2),
                new Hit("other", 0.8f, 3),
                new Hit("eight", 0.5f, 4));

        assertThat(new RunnerUps(10).of(List.of(RANKING, other), job -> false))
                .containsExactly("seven", "other", "good", "eight");
    }

    @Test
    void shouldFindNoneInAnEmptyRanking() {
        assertThat(new RunnerUps(3).of(List.of(List.of()), job -> false)).isEmpty();
    }
}
