package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.classification.ClassificationObjective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochBatchesTest {
    private static final int EPOCHS = 3;

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 8, 5", "7, 8, 3", "8, 8, 1", "9, 8, 2", "60, 8, 1", "60, 8, 3", "61, 8, 100", "64, 4, 7"
    })
    void shouldGiveEachExampleOnceAnEpoch(int size, int batchSize, int sortedBatches) {
        EpochBatches batches = batches(size, batchSize, sortedBatches, 1);

        assertThat(batches.perEpoch()).isEqualTo((size + batchSize - 1) / batchSize);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<int[]> steps = epoch(batches, epoch);
            assertThat(steps.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                    .isEqualTo(IntStream.range(0, size).toArray());
            assertThat(steps.stream().filter(step -> step.length < batchSize).count())
                    .as("batches that are not full")
                    .isLessThanOrEqualTo(1);
            assertThat(steps).noneMatch(step -> step.length == 0 || step.length > batchSize);
        }
    }

    @Test
    void shouldLeaveBatchesAsTheyAreDrawnWhereNoneAreSortedTogether() {
        TrainingOptions options = options(8, 1, 4);
        EpochBatches batches = new EpochBatches(objective(61), options);

        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] drawn = shuffled(61, options.random(-1 - epoch));
            assertThat(epoch(batches, epoch).stream()
                            .flatMapToInt(Arrays::stream)
                            .toArray())
                    .isEqualTo(drawn);
        }
    }

    /** Fisher and Yates, from the end. */
    private static int[] shuffled(int size, SplittableRandom random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        for (int i = size - 1; i > 0; i--) {
            order.set(i, order.set(random.nextInt(i + 1), order.get(i)));
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void shouldPutTextsOfSimilarLengthsTogether() {
        Objective objective = objective(960);

        // 12 lengths: 8 texts drawn at random have about 6 of them, 8 of 160 sorted ones those of a twentieth.
        assertThat(meanLengths(objective, 1)).isGreaterThan(5);
        assertThat(meanLengths(objective, 20)).isLessThan(2.2);
    }

    private static double meanLengths(Objective objective, int sortedBatches) {
        return epoch(new EpochBatches(objective, options(8, sortedBatches, 1)), 0).stream()
                .mapToLong(step ->
                        Arrays.stream(step).map(objective::tokens).distinct().count())
                .average()
                .orElseThrow();
    }

    @Test
    void shouldNotGoFromShortToLongTexts() {
        Objective objective = objective(960);
        List<int[]> steps = epoch(new EpochBatches(objective, options(8, 1000, 1)), 0);

        int[] lengths =
                steps.stream().mapToInt(step -> objective.tokens(step[0])).toArray();
        long longer = IntStream.range(1, lengths.length)
                .filter(i -> lengths[i] > lengths[i - 1])
                .count();
        long shorter = IntStream.range(1, lengths.length)
                .filter(i -> lengths[i] < lengths[i - 1])
                .count();
        assertThat(longer).isBetween(35L, 75L);
        assertThat(shorter).isBetween(35L, 75L);
    }

    @Test
    void shouldDrawAnewForEachEpochAndRepeatWithTheSameSeed() {
        EpochBatches batches = batches(61, 8, 3, 1);
        List<int[]> first = epoch(batches, 0);
        List<int[]> second = epoch(batches, 1);

        assertThat(flat(first)).isNotEqualTo(flat(second));
        assertThat(flat(epoch(batches(61, 8, 3, 2), 0))).isNotEqualTo(flat(first));
        EpochBatches again = batches(61, 8, 3, 1);
        assertThat(flat(epoch(again, 1))).as("the second epoch, from there on").isEqualTo(flat(second));
        assertThat(flat(epoch(again, 0))).isEqualTo(flat(first));
    }

    private static List<List<Integer>> flat(List<int[]> steps) {
        return steps.stream().map(step -> Arrays.stream(step).boxed().toList()).toList();
    }

    private static EpochBatches batches(int size, int batchSize, int sortedBatches, long seed) {
        return new EpochBatches(objective(size), options(batchSize, sortedBatches, seed));
    }

    private static TrainingOptions options(int batchSize, int sortedBatches, long seed) {
        return Toy.options(
                new TrainingOptions.Batching(batchSize, sortedBatches, 100),
                TrainingOptions.Schedule.of(2, 5e-3),
                Precision.FP32,
                seed);
    }

    private static Objective objective(int size) {
        return new ClassificationObjective(Toy.examples(size, 1), new float[] {1, 1, 1}, 0);
    }

    private static List<int[]> epoch(EpochBatches batches, int epoch) {
        return IntStream.range(0, batches.perEpoch())
                .mapToObj(step -> batches.of((long) epoch * batches.perEpoch() + step))
                .toList();
    }
}
