package io.rolestream.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingCountsTest {
    private static final Duration SLICE = Duration.ofSeconds(10);

    /** Counted anew from all that was ever added: the slices that end with the one of the latest time. */
    @Test
    void shouldCountWhatIsInTheWindowWhateverTheOrder() {
        Random random = new Random(1);
        SlidingCounts<Integer> counts = new SlidingCounts<>(6, SLICE, 100);
        List<long[]> added = new ArrayList<>();
        long newest = 0;
        long now = 1_000_000;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextInt(200_000) : random.nextInt(500);
            long at = now - random.nextInt(20_000);
            int key = random.nextInt(5);
            counts.add(key, at);
            added.add(new long[] {key, at / 10_000, newest});
            newest = Math.max(newest, at / 10_000);
            if (i % 100 == 0) {
                counts.advance(now);
                newest = Math.max(newest, now / 10_000);
                assertThat(counts.totals()).isEqualTo(expected(added, newest));
            }
        }
    }

    private static Map<Integer, Integer> expected(List<long[]> added, long newest) {
        Map<Integer, Integer> expected = new HashMap<>();
        for (long[] one : added) {
            boolean wasInWindow = one[1] > one[2] - 6;
            if (one[1] > newest - 6 && wasInWindow) {
                expected.merge((int) one[0], 1, Integer::sum);
            }
        }
        return expected;
    }

    @Test
    void shouldGiveTheSeriesOldestFirst() {
        SlidingCounts<String> counts = new SlidingCounts<>(3, SLICE, 10);
        counts.add("a", 5_000);
        counts.add("a", 25_000);
        counts.add("a", 26_000);

        assertThat(counts.series("a")).containsExactly(1, 0, 2);
        assertThat(counts.series("b")).containsExactly(0, 0, 0);
    }

    @Test
    void shouldNotCountMoreThingsThanItMay() {
        SlidingCounts<Integer> counts = new SlidingCounts<>(3, SLICE, 10);
        for (int i = 0; i < 100; i++) {
            counts.add(i, 1_000);
            counts.add(3, 1_000);
        }

        assertThat(counts.totals()).hasSize(10);
        assertThat(counts.total(3)).isGreaterThan(90);
    }
}
