package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.ContenderScores;
import io.rolestream.evaluation.scores.Difference;
import io.rolestream.evaluation.scores.Figures;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.testing.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final int MANY = 900;

    @Property
    void shouldContainTheScore(
            @ForAll @DoubleRange(min = 0, max = 1) double value,
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 1) Double> shares) {
        double[] samples = shares.stream().mapToDouble(Double::doubleValue).toArray();
        assertContained(Estimate.ofShare(value, samples), 0, 1);
        assertContained(Estimate.ofDifference(value, samples), -1, 1);
    }

    /** Any shares of roles, and labellers that are rarely right or always answer the same. */
    @Property(tries = 25)
    void shouldContainEveryScoreOfAnEvaluation(
            @ForAll @IntRange(min = 2, max = MANY) int roles,
            @ForAll @IntRange(min = 1, max = 400) int items,
            @ForAll @DoubleRange(min = 0, max = 1) double right,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] truth = random.ints(items, 0, 1 + random.nextInt(roles)).toArray();
        assertContained(evaluation(roles, truth, Simulation.rightIn(right, roles), (of, by) -> 0));
    }

    /** Fewer roles occur in a resample, so nearly all have a higher macro-F1. */
    @Test
    void shouldContainTheMacroF1OfHundredsOfRoles() {
        int[] truth = new SplittableRandom(1).ints(400, 0, MANY).toArray();
        Arrays.fill(truth, 0, 120, 0);
        SetEvaluation set = evaluation(MANY, truth, (of, by) -> 0, (of, by) -> 0);

        assertContained(set);
        Estimate macroF1 = set.of(Contender.MODEL).macroF1();
        assertThat(Figures.interval(macroF1)).isEqualTo("0.002 (0.001 to 0.002)");
        assertThat(macroF1.lower()).isLessThan(macroF1.value());
        assertThat(macroF1.upper()).isGreaterThan(macroF1.value());
    }

    @Test
    void shouldEndWhereSharesEnd() {
        assertThat(Estimate.ofShare(0.01, new double[] {0, 0.4, 0.5})).satisfies(estimate -> {
            assertThat(estimate.lower()).isZero();
            assertThat(estimate.upper()).isGreaterThan(0.1);
        });
    }

    @Test
    void shouldRefuseAnIntervalBesideItsValue() {
        assertThatThrownBy(() -> new Estimate(0.002, 0.003, 0.004)).hasMessageContaining("0.002 is not between");
        assertThatThrownBy(() -> new Estimate(Double.NaN, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SetEvaluation evaluation(
            int roles, int[] truth, Simulation.Labeller rules, Simulation.Labeller model) {
        Simulation simulation = new Simulation(Simulation.taxonomy(roles), 3);
        return Objects.requireNonNull(simulation
                .evaluate(simulation.set(SetName.GOLD, truth, rules, model))
                .set(SetName.GOLD));
    }

    private static void assertContained(SetEvaluation set) {
        for (ContenderScores scores : set.scores().values()) {
            assertContained(scores.accuracy(), 0, 1);
            assertContained(scores.macroF1(), 0, 1);
        }
        for (Difference difference : set.differences()) {
            assertContained(difference.accuracy(), -1, 1);
            assertContained(difference.macroF1(), -1, 1);
        }
    }

    private static void assertContained(Estimate estimate, double least, double most) {
        assertThat(estimate.value()).isBetween(estimate.lower(), estimate.upper());
        assertThat(estimate.lower()).isGreaterThanOrEqualTo(least);
        assertThat(estimate.upper()).isLessThanOrEqualTo(most);
    }
}
