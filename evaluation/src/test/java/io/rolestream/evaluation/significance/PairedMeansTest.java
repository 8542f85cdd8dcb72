package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedMeansTest {
    private static final int PERMUTATIONS = 10_000;

    @Test
    void shouldEnumerateAllSwapsOfFewItems() {
        // All three differences point one way: of the 8 swaps, this and its opposite are as large.
        assertThat(p(new double[] {0, 0, 0, 0.5}, new double[] {0.1, 0.4, 0.2, 0.5}))
                .isEqualTo(0.25);
    }

    @Test
    void shouldFindNoDifferenceBetweenEqualScores() {
        assertThat(p(new double[] {0.3, 0.4}, new double[] {0.3, 0.4})).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithTheExactTestWhenItDraws() {
        Random random = new Random(7);
        double[] first = random.doubles(13).toArray();
        double[] second = Arrays.stream(first)
                .map(x -> x + random.nextGaussian() * 0.3 + 0.15)
                .toArray();
        double exact = p(first, second);

        // The same differences twice at half weight would not be the same test; equal items do not count.
        double[] longerFirst = Arrays.copyOf(first, 14);
        double[] longerSecond = Arrays.copyOf(second, 14);
        longerSecond[13] = 1e-9;

        assertThat(p(longerFirst, longerSecond)).isCloseTo(exact, within(0.02));
    }

    @Test
    void shouldBeUniformWithoutADifference() {
        Random random = new Random(1);
        int small = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] first = random.doubles(30).toArray();
            double[] second = random.doubles(30).toArray();
            small += PairedMeans.p(first, second, 500, trial) < 0.1 ? 1 : 0;
        }
        assertThat(small).isBetween(20, 64);
    }

    @Test
    void shouldBeSymmetric() {
        double[] first = new Random(3).doubles(100).toArray();
        double[] second = new Random(4).doubles(100).toArray();

        assertThat(p(first, second)).isCloseTo(p(second, first), within(1e-12));
    }

    @Test
    void shouldRefuseScoresOfOtherItems() {
        assertThatThrownBy(() -> p(new double[2], new double[3])).isInstanceOf(IllegalArgumentException.class);
    }

    private static double p(double[] first, double[] second) {
        return PairedMeans.p(first, second, PERMUTATIONS, 42);
    }
}
