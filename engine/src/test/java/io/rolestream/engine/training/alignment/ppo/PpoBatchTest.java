package io.rolestream.engine.training.alignment.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.TestRollouts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random answers of different lengths, with ratios and values on both sides of where they are clipped. */
class PpoBatchTest {
    private static final int ANSWERS = 12;
    private static final int LONGEST = 5;
    private static final float STEP = 1 / 256f;
    private static final PpoSettings SETTINGS =
            PpoSettings.usual(2, KlCoefficient.Fixed.usual(), new AnswerSampling(1, LONGEST, 0));

    private final SplittableRandom random = new SplittableRandom(4);
    private final List<Rollout> rollouts = new ArrayList<>();
    private final List<PpoBatch.Losses> seen = new ArrayList<>();
    private final double[][] values = new double[ANSWERS][];
    private final PpoTargets targets;

    PpoBatchTest() {
        for (int i = 0; i < ANSWERS; i++) {
            int tokens = 1 + i % LONGEST;
            rollouts.add(TestRollouts.of(numbers(tokens, -3, -1), numbers(tokens, -3, -1)));
            values[i] = random.doubles(tokens, -1, 1).toArray();
        }
        targets = PpoTargets.of(
                rollouts,
                random.doubles(ANSWERS, -2, 2).toArray(),
                values,
                SETTINGS.coefficient(),
                SETTINGS.estimator());
    }

    private float[] numbers(int count, double from, double to) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(from, to);
        }
        return numbers;
    }

    @Test
    void shouldHaveTheGradientsOfItsLoss() {
        PpoBatch batch = new PpoBatch(IntStream.range(0, ANSWERS).toArray(), targets, values, SETTINGS, seen::add);
        float[][] rows = new float[ANSWERS][2 * LONGEST];
        for (int i = 0; i < ANSWERS; i++) {
            for (int t = 0; t < values[i].length; t++) {
                rows[i][t] = (float) (rollouts.get(i).logs()[t] + random.nextDouble(-0.4, 0.4));
                rows[i][LONGEST + t] = (float) (values[i][t] + random.nextDouble(-0.4, 0.4));
            }
        }
        float[][] gradients = batch.loss(rows).gradients();

        for (int i = 0; i < rows.length; i++) {
            for (int t = 0; t < rows[i].length; t++) {
                float at = rows[i][t];
                rows[i][t] = at + STEP;
                double above = batch.loss(rows).loss();
                rows[i][t] = at - STEP;
                double below = batch.loss(rows).loss();
                rows[i][t] = at;
                assertThat((double) gradients[i][t]).isCloseTo((above - below) / (2 * STEP), offset(1e-3));
            }
        }
        assertThat(seen.get(0).policy().statistics().clipFraction()).isBetween(0.05, 0.95);
        assertThat(seen.get(0).critic().clipFraction()).isBetween(0.05, 0.95);
    }

    @Test
    void shouldShuffleEachEpochOtherwise() {
        long alwaysLast = LongStream.range(0, 100)
                .filter(seed -> IntStream.range(0, 4)
                                .map(epoch -> PpoRound.minibatch(32, seed, epoch, 3, 4)[7])
                                .distinct()
                                .count()
                        == 1)
                .count();

        assertThat(alwaysLast).isLessThan(5); // by chance 1 of 32,768
    }

    @Test
    void shouldReadOnlyTheAnswersOfItsMinibatch() {
        PpoBatch batch = new PpoBatch(new int[] {6, 2}, targets, values, SETTINGS, seen::add);
        float[][] rows = new float[2][2 * 3];
        for (int t = 0; t < 2; t++) {
            rows[0][t] = rollouts.get(6).logs()[t];
            rows[0][3 + t] = (float) values[6][t];
        }
        for (int t = 0; t < 3; t++) {
            rows[1][t] = rollouts.get(2).logs()[t];
            rows[1][3 + t] = (float) values[2][t];
        }
        batch.loss(rows);

        assertThat(batch.sequences()).hasSize(2);
        assertThat(seen.get(0).mask().lengths()).containsExactly(2, 3);
        assertThat(seen.get(0).policy().statistics().ratioMean()).isEqualTo(1);
        assertThat(seen.get(0).policy().loss())
                .isCloseTo(
                        -(targets.answers().get(6).advantages()[0]
                                        + targets.answers().get(6).advantages()[1]
                                        + IntStream.range(0, 3)
                                                .mapToDouble(t ->
                                                        targets.answers().get(2).advantages()[t])
                                                .sum())
                                / 5,
                        offset(1e-12));
    }
}
