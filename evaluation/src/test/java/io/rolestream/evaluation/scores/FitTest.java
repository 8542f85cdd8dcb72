package io.rolestream.evaluation.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.calibration.CoefficientFit;
import io.rolestream.evaluation.calibration.TemperatureFit;
import io.rolestream.rules.decision.LogProbabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** True roles are drawn from what a planted temperature and coefficient say of random logits and scores. */
class FitTest {
    private static final int ROLES = 14;

    @Test
    void shouldFindAPlantedTemperature() {
        TemperatureFit fit = TemperatureFit.fit(items(4000, 2.5, 0));

        assertThat(fit.temperature()).isCloseTo(2.5f, within(0.15f));
        assertThat(fit.after()).isLessThan(fit.before());
        assertThat(fit.items()).isEqualTo(4000);
    }

    @Test
    void shouldKeepTheTemperatureWithFewItems() {
        assertThat(TemperatureFit.fit(items(99, 2.5, 0)).temperature()).isEqualTo(1);
        assertThat(TemperatureFit.fit(items(100, 2.5, 0)).temperature()).isNotEqualTo(1);
        assertThat(TemperatureFit.fit(List.of())).isEqualTo(new TemperatureFit(1, 0, 0, 0));
    }

    @Test
    void shouldNotMakeAModelThatIsAlwaysRightInfinitelySure() {
        List<ScoredItem> right = items(200, 1, 0).stream()
                .map(item -> {
                    float[] logits = new float[ROLES];
                    logits[item.truth()] = 1;
                    return ScoredItem.of(item.contentHash(), item.truth(), 0, item.ruleScores(), logits);
                })
                .toList();

        assertThat((double) TemperatureFit.fit(right).temperature()).isCloseTo(TemperatureFit.LOWEST, within(1e-6));
    }

    @Test
    void shouldFindAPlantedCoefficient() {
        CoefficientFit fit = CoefficientFit.fit(items(3000, 1, 0.4), 1);

        assertThat(fit.coefficient()).isCloseTo(0.4f, within(0.06f));
        assertThat(fit.after()).isLessThan(fit.before());
    }

    @Test
    void shouldDrawTheCoefficientOfFewItemsTowardsTheDefault() {
        float of60 = CoefficientFit.fit(items(60, 1, 0), 1).coefficient();
        float of6000 = CoefficientFit.fit(items(6000, 1, 0), 1).coefficient();

        assertThat(of6000).isBetween(0f, 0.05f);
        assertThat(of60).isBetween(of6000, 1f);
    }

    @Test
    void shouldKeepTheCoefficientWithTooFewItems() {
        assertThat(CoefficientFit.fit(items(49, 1, 0), 1).coefficient()).isEqualTo(1);
        assertThat(CoefficientFit.fit(items(50, 1, 0), 1).coefficient()).isNotEqualTo(1);
        assertThat(CoefficientFit.fit(List.of(), 1)).isEqualTo(new CoefficientFit(1, 0, 0, 0));
    }

    @Test
    void shouldKeepTheCoefficientWhereTheRulesSayNothing() {
        List<ScoredItem> silent = items(200, 1, 0).stream()
                .map(item -> ScoredItem.of(item.contentHash(), item.truth(), 0, new float[ROLES], item.logits()))
                .toList();

        assertThat(CoefficientFit.fit(silent, 1).coefficient()).isCloseTo(1f, within(1e-6f));
    }

    private static List<ScoredItem> items(int count, double temperature, double coefficient) {
        SplittableRandom random = new SplittableRandom(5);
        List<ScoredItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] logits = new float[ROLES];
            float[] scores = new float[ROLES];
            double[] sums = new double[ROLES];
            scores[random.nextInt(ROLES)] = 1 + random.nextInt(4);
            for (int role = 0; role < ROLES; role++) {
                logits[role] = (float) (2 * random.nextGaussian());
                sums[role] = logits[role] / temperature + coefficient * scores[role];
            }
            items.add(ScoredItem.of(String.format("%032x", i), draw(sums, random), 0, scores, logits));
        }
        return items;
    }

    private static int draw(double[] sums, SplittableRandom random) {
        double[] logProbabilities = LogProbabilities.normalised(sums);
        double left = random.nextDouble();
        int role = -1;
        while (left >= 0 && role < ROLES - 1) {
            role++;
            left -= Math.exp(logProbabilities[role]);
        }
        return role;
    }
}
