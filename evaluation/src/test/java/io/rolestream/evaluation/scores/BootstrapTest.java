package io.rolestream.evaluation.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.significance.Estimate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int ITEMS = 400;

    @Test
    void shouldGiveTheIntervalOfABinomialShare() {
        int[] truth = new int[ITEMS];
        int[] answers = IntStream.range(0, ITEMS).map(i -> i < 300 ? 0 : 1).toArray();

        Estimate accuracy = Estimate.of(0.75, samples(truth, answers).accuracy());

        double error = Math.sqrt(0.75 * 0.25 / ITEMS);
        assertThat(accuracy.lower()).isCloseTo(0.75 - 1.96 * error, within(0.005));
        assertThat(accuracy.upper()).isCloseTo(0.75 + 1.96 * error, within(0.005));
    }

    @Test
    void shouldScoreAResampleAsScoresDo() {
        SplittableRandom random = new SplittableRandom(1);
        int[] truth = random.ints(3, 0, 5).toArray();
        int[] answers = random.ints(3, 0, 5).toArray();
        Bootstrap.Samples samples = samples(truth, answers);

        double[] possible = IntStream.range(0, 27)
                .mapToDouble(code -> macroF1(truth, answers, code / 9, code / 3 % 3, code % 3))
                .toArray();
        for (double f1 : samples.macroF1()) {
            assertThat(possible).contains(new double[] {f1}, within(1e-12));
        }
    }

    private static double macroF1(int[] truth, int[] answers, int... drawn) {
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("a", "b", "c", "d", "e"));
        for (int i : drawn) {
            matrix.add(truth[i], answers[i]);
        }
        return Scores.of(matrix).macroF1();
    }

    @Test
    void shouldScoreAllContendersOnTheSameResamples() {
        int[] truth = new int[ITEMS];
        int[] some = IntStream.range(0, ITEMS).map(i -> i % 2).toArray();
        int[] others = IntStream.range(0, ITEMS).map(i -> 1 - i % 2).toArray();

        List<Bootstrap.Samples> samples = new Bootstrap(2, truth, List.of(some, others)).run(50, 3);

        double[] rules = samples.get(0).accuracy();
        double[] model = samples.get(1).accuracy();
        for (int i = 0; i < rules.length; i++) {
            assertThat(rules[i] + model[i]).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void shouldRepeatItselfForASeed() {
        int[] truth = IntStream.range(0, ITEMS).map(i -> i % 3).toArray();
        int[] answers = IntStream.range(0, ITEMS).map(i -> i % 4).toArray();

        assertThat(samples(truth, answers).macroF1())
                .isEqualTo(samples(truth, answers).macroF1());
    }

    private static Bootstrap.Samples samples(int[] truth, int[] answers) {
        return new Bootstrap(5, truth, List.of(answers)).run(2000, 7).get(0);
    }
}
