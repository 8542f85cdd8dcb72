package io.rolestream.stream.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HighestRankedTest {
    @Test
    void shouldHoldTheHighestOfTheLatestRanks() {
        HighestRanked<String> highest = new HighestRanked<>(3);
        highest.put("a", 1, "a1");
        highest.put("b", 9, "b9");
        highest.put("c", 3, "c3");
        highest.put("d", 4, "d4");
        highest.put("b", 5, "b5");

        assertThat(highest.highestFirst()).containsExactly("b5", "d4", "c3");
        assertThat(highest.contains("a")).isFalse();
    }

    @Test
    void shouldNeverHoldAWrongOneWhateverIsTakenAway() {
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            HighestRanked<Integer> highest = new HighestRanked<>(8);
            Map<String, Integer> latest = new HashMap<>();
            for (int step = 0; step < 100; step++) {
                String id = "r" + random.nextInt(30);
                int rank = random.nextInt(1_000) * 30 + Integer.parseInt(id.substring(1)); // no two ids alike
                if (random.nextInt(4) == 0) {
                    highest.remove(id);
                    latest.remove(id);
                } else {
                    highest.put(id, rank, rank);
                    latest.put(id, rank);
                }
            }
            List<Integer> held = highest.highestFirst();
            List<Integer> expected = new ArrayList<>(latest.values());
            expected.sort((one, other) -> Integer.compare(other, one));
            assertThat(held).isEqualTo(expected.subList(0, held.size())).hasSizeLessThanOrEqualTo(8);
        }
    }
}
