package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapMeansTest {
    private static BootstrapMeans items(int count) {
        return BootstrapMeans.clustered(IntStream.range(0, count).toArray());
    }

    /** Of 400 normal numbers the interval is that of the normal approximation: 1.96 / 20 on each side. */
    @Test
    void shouldHaveTheWidthOfTheNormalApproximation() {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[400];
        Arrays.setAll(values, i -> 3 + random.nextGaussian());

        Estimate mean = items(400).of(values);

        assertThat(mean.value()).isCloseTo(3, offset(0.15));
        assertThat(mean.upper() - mean.lower()).isCloseTo(2 * 1.96 / 20, offset(0.02));
    }

    /** Ten copies of each of 40 numbers are the evidence of 40. */
    @Test
    void shouldResampleClustersWithAllTheirItems() {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[40];
        Arrays.setAll(values, i -> random.nextGaussian());
        double[] copies = new double[400];
        Arrays.setAll(copies, i -> values[i / 10]);

        Estimate once = items(40).of(values);
        Estimate often = BootstrapMeans.clustered(
                        IntStream.range(0, 400).map(i -> 1000 - i / 10).toArray())
                .of(copies);

        assertThat(often.value()).isCloseTo(once.value(), offset(1e-9));
        assertThat(often.upper() - often.lower()).isCloseTo(once.upper() - once.lower(), offset(0.05));
    }

    @Test
    void shouldKeepTheIntervalOfSharesBetween0And1() {
        double[] shares = {0, 0, 0, 0, 0, 0, 0, 0, 0.1, 1};
        double[] differences = Arrays.stream(shares).map(share -> share * 2 - 1).toArray();

        assertThat(items(10).ofShares(shares).lower()).isBetween(0.0, 0.11);
        assertThat(items(10)
                        .ofShares(Arrays.stream(shares).map(s -> 1 - s).toArray())
                        .upper())
                .isBetween(0.89, 1.0);
        assertThat(items(10).ofDifferences(differences).lower()).isBetween(-1.0, -0.78);
    }

    @Test
    void shouldNotBeCertainOfSharesThatAreAllEqual() {
        double[] halves = {0.5, 0.5, 0.5, 0.5};

        Estimate shares = items(4).ofShares(halves);
        Estimate differences = items(4).ofDifferences(new double[4]);

        assertThat(shares.value()).isEqualTo(0.5);
        assertThat(shares.lower()).isCloseTo(0.150, offset(0.001));
        assertThat(shares.upper()).isCloseTo(0.850, offset(0.001));
        assertThat(differences.value()).isZero();
        assertThat(differences.upper()).isCloseTo(0.700, offset(0.001));
        assertThat(items(4).winRate(halves, halves)).isEqualTo(shares);
    }

    @Test
    void shouldCountEqualScoresOneHalf() {
        Estimate rate = items(4).winRate(new double[] {1, 2, 3, 4}, new double[] {0, 2, 5, 3});

        assertThat(rate.value()).isEqualTo(0.625);
        assertThat(rate.lower()).isBetween(0.0, 0.625);
        assertThat(rate.upper()).isBetween(0.625, 1.0);
    }

    /** A bootstrap of four wins would be certain; four wins of one resume say no more than one. */
    @Test
    void shouldNotBeCertainAfterFourWins() {
        double[] high = {1, 2, 3, 4};

        assertThat(items(4).winRate(high, new double[4])).isEqualTo(Wilson.interval(4, 4));
        assertThat(items(4).winRate(new double[4], high)).isEqualTo(Wilson.interval(0, 4));
        assertThat(BootstrapMeans.clustered(new int[4]).winRate(high, new double[4]))
                .isEqualTo(Wilson.interval(1, 1));
    }

    @Test
    void shouldRefuseNothing() {
        assertThatThrownBy(() -> items(0)).hasMessage("there is nothing to take the mean of");
        assertThatThrownBy(() -> items(1).winRate(new double[1], new double[2]))
                .hasMessage("1 scores are paired with 2");
    }
}
