package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedPermutationTest {
    @Test
    void shouldFindNoDifferenceBetweenEqualLabellers() {
        int[] truth = {0, 1, 2, 0};
        int[] answers = {0, 1, 1, 2};

        assertThat(p(truth, answers, answers.clone())).isEqualTo(1);
        assertThat(p(new int[] {1}, new int[] {1}, new int[] {2})).isEqualTo(1);
    }

    /** Swapping a text whose answers agree changes nothing, so it makes no difference to the p-value either. */
    @Test
    void shouldBeTheSameDrawnOrEnumerated() {
        SplittableRandom random = new SplittableRandom(2);
        int[] truth = random.ints(40, 0, 3).toArray();
        int[] first = truth.clone();
        int[] second = truth.clone();
        for (int i = 0; i < 13; i++) {
            (i < 3 ? first : second)[i] = (truth[i] + 1) % 3;
        }
        double enumerated = p(truth, first, second);

        // The same texts in another arrangement, and one more with two wrong answers, which goes beyond enumeration.
        int[] more = Arrays.copyOf(truth, 41);
        int[] moreFirst = Arrays.copyOf(first, 41);
        int[] moreSecond = Arrays.copyOf(second, 41);
        more[40] = 0;
        moreFirst[40] = 1;
        moreSecond[40] = 2;
        double drawn = p(more, moreFirst, moreSecond);

        assertThat(enumerated).isBetween(0.01, 0.2);
        assertThat(drawn).isCloseTo(enumerated, within(0.03));
    }

    @Test
    void shouldRarelyRaiseAFalseAlarm() {
        SplittableRandom random = new SplittableRandom(5);
        int alarms = 0;
        for (int trial = 0; trial < 200; trial++) {
            int[] truth = random.ints(100, 0, 4).toArray();
            int[] first = noisy(truth, random);
            int[] second = noisy(truth, random);
            alarms += PairedPermutation.ofMacroF1(4, truth, first, second, 400, trial) < 0.05 ? 1 : 0;
        }
        assertThat(alarms).isLessThan(22);
    }

    private static int[] noisy(int[] truth, SplittableRandom random) {
        return IntStream.of(truth)
                .map(role -> random.nextInt(3) == 0 ? random.nextInt(4) : role)
                .toArray();
    }

    private static double p(int[] truth, int[] first, int[] second) {
        return PairedPermutation.ofMacroF1(3, truth, first, second, 20_000, 1);
    }
}
