package io.rolestream.engine.training.alignment.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneralizedAdvantageTest {
    /** Differences are 0.5, 1 and 0, from the last to the first; each advantage is its own plus half the next one. */
    @Test
    void shouldBeWhatAHandComputes() {
        GeneralizedAdvantage.Estimate estimate =
                new GeneralizedAdvantage(1, 0.5).of(new double[] {0, 0.5, 2}, new double[] {1, 1, 1.5, 99});

        assertThat(estimate.advantages()).containsExactly(new double[] {0.625, 1.25, 0.5}, offset(1e-12));
        assertThat(estimate.returns()).containsExactly(new double[] {1.625, 2.25, 2}, offset(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.95", "0.9, 0.5", "1, 1", "0.99, 0"})
    void shouldBeTheSameByAScan(double gamma, double lambda) {
        SplittableRandom random = new SplittableRandom(3);
        for (int tokens : new int[] {1, 2, 7, 64, 100}) {
            double[] rewards = random.doubles(tokens, -1, 1).toArray();
            double[] values = random.doubles(tokens, -1, 1).toArray();

            assertThat(new GeneralizedAdvantage(gamma, lambda)
                            .of(rewards, values)
                            .advantages())
                    .containsExactly(scan(rewards, values, gamma, lambda), offset(1e-9));
        }
    }

    /** The same recurrence as an associative scan that doubles its reach: maps {@code x -> a * x + b} are composed. */
    private static double[] scan(double[] rewards, double[] values, double gamma, double lambda) {
        int count = rewards.length;
        double[] a = new double[count];
        double[] b = new double[count];
        for (int t = 0; t < count; t++) {
            a[t] = gamma * lambda;
            b[t] = rewards[t] + (t + 1 < count ? gamma * values[t + 1] : 0) - values[t];
        }
        for (int reach = 1; reach < count; reach *= 2) {
            double[] nextA = a.clone();
            double[] nextB = b.clone();
            for (int t = 0; t + reach < count; t++) {
                nextB[t] = b[t] + a[t] * b[t + reach];
                nextA[t] = a[t] * a[t + reach];
            }
            a = nextA;
            b = nextB;
        }
        return b;
    }

    @Test
    void shouldGiveNoAdvantagesWhereTheCriticIsRight() {
        GeneralizedAdvantage.Estimate estimate =
                GeneralizedAdvantage.usual().of(new double[] {0, 0, 0.7}, new double[] {0.7, 0.7, 0.7});

        assertThat(estimate.advantages()).containsOnly(0);
        assertThat(estimate.returns()).containsOnly(0.7);
    }
}
