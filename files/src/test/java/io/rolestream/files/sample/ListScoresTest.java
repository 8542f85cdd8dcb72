package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListScoresTest {
    private static final int[] OPEN = {0, 3, 1, 0, 2, 0, 0, 1, 3, 0, 0, 0, 2, 0, 1};

    private final ListScores scores = new ListScores();

    @Test
    void shouldGiveOneToTheBestPossibleListAndLessToOthers() {
        scores.add("best", new int[] {3, 3, 2, 2, 1, 1, 1, 0, 0, 0}, OPEN);
        scores.add("worse", new int[] {0, 0, 3, 1}, OPEN);

        assertThat(scores.rows()).extracting(ListScores.Row::version).containsExactly("best", "worse");
        assertThat(scores.rows().get(0).ndcg()).isCloseTo(1, within(1e-9));
        assertThat(scores.rows().get(1).ndcg()).isBetween(0.1, 0.4);
    }

    @Test
    void shouldExpectOfARandomOrderWhatRandomOrdersGet() {
        List<Integer> jobs = new ArrayList<>(IntStream.of(OPEN).boxed().toList());
        Random random = new Random(5);
        for (int i = 0; i < 4_000; i++) {
            Collections.shuffle(jobs, random);
            scores.add(
                    "random",
                    jobs.stream().limit(10).mapToInt(Integer::intValue).toArray(),
                    OPEN);
        }

        ListScores.Row row = scores.rows().get(0);
        assertThat(row.ndcg()).isCloseTo(row.random(), within(2 * row.margin()));
        assertThat(row.margin()).isBetween(0.001, 0.02);
    }

    @Test
    void shouldCompareTheListsOfTheSameResumes() {
        int[] worse = {0, 0, 3, 1};
        int[] best = {3, 3, 2, 2, 1, 1, 1, 0, 0, 0};
        for (int i = 0; i < 30; i++) {
            scores.compare("r-" + i, "first", worse, () -> OPEN);
            scores.compare("r-" + i, "first", worse, () -> OPEN);
            scores.compare("r-" + i, "second", i < 20 ? best : worse, () -> OPEN);
        }
        scores.add("first", worse, OPEN);
        double lost = 1 - scores.rows().get(0).ndcg();

        assertThat(scores.gains()).singleElement().satisfies(gain -> {
            assertThat(gain.version()).isEqualTo("second");
            assertThat(gain.before()).isEqualTo("first");
            assertThat(gain.lists()).isEqualTo(30);
            assertThat(gain.gain()).isCloseTo(lost * 2 / 3, within(1e-9));
            // The standard deviation of a gain that 2 of 3 have is sqrt(2)/3 of it.
            assertThat(gain.margin()).isCloseTo(1.96 * lost * Math.sqrt(2) / 3 / Math.sqrt(29), within(1e-9));
        });
        assertThat(scores.remembers("r-1")).isTrue();
        assertThat(scores.remembers("another")).isFalse();
    }

    @Test
    void shouldLeaveOutAResumeThatNoJobSuits() {
        scores.add("v", new int[] {0, 0}, new int[] {0, 0, 0});
        scores.compare("r", "v", new int[] {0}, () -> new int[] {0});
        scores.compare("r", "w", new int[] {0}, () -> new int[] {0});

        assertThat(scores.rows()).isEmpty();
        assertThat(scores.gains()).isEmpty();
    }
}
