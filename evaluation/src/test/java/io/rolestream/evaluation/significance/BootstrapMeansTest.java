package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapMeansTest {
    /** Of 400 normal numbers the interval is that of the normal approximation: 1.96 / 20 on each side. */
    @Test
    void shouldHaveTheWidthOfTheNormalApproximation() {
        SplittableRandom random = new SplittableRandom(4);
        double[] values = new double[400];
        Arrays.setAll(values, i -> 3 + random.nextGaussian());

        Estimate mean = BootstrapMeans.of(values);

        assertThat(mean.value()).isCloseTo(3, offset(0.15));
        assertThat(mean.upper() - mean.lower()).isCloseTo(2 * 1.96 / 20, offset(0.02));
    }

    @Test
    void shouldCountEqualScoresOneHalf() {
        Estimate rate = BootstrapMeans.winRate(new double[] {1, 2, 3, 4}, new double[] {0, 2, 5, 3});

        assertThat(rate.value()).isEqualTo(0.625);
        assertThat(rate.lower()).isBetween(0.0, 0.625);
        assertThat(rate.upper()).isBetween(0.625, 1.0);
    }

    /** A bootstrap of four wins would be certain. */
    @Test
    void shouldNotBeCertainAfterFourWins() {
        double[] high = {1, 2, 3, 4};

        assertThat(BootstrapMeans.winRate(high, new double[4])).isEqualTo(Wilson.interval(4, 4));
        assertThat(BootstrapMeans.winRate(new double[4], high)).isEqualTo(Wilson.interval(0, 4));
    }

    @Test
    void shouldRefuseNothing() {
        assertThatThrownBy(() -> BootstrapMeans.of(new double[0])).hasMessage("there is nothing to take the mean of");
        assertThatThrownBy(() -> BootstrapMeans.winRate(new double[1], new double[2]))
                .hasMessage("1 scores are paired with 2");
    }
}
