package io.rolestream.engine.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The examples of each step: every epoch sees all of them, in a new random order. For one thread. */
final class EpochBatches {
    private final Objective objective;
    private final TrainingOptions options;
    private final int perEpoch;
    private int[] order = {};
    private int[] batches = {};
    private long epoch = -1;

    EpochBatches(Objective objective, TrainingOptions options) {
        this.objective = objective;
        this.options = options;
        this.perEpoch = (objective.size() + options.batching().batchSize() - 1)
                / options.batching().batchSize();
    }

    int perEpoch() {
        return perEpoch;
    }

    /** The examples of a step, which is counted from 0 over all epochs. */
    int[] of(long step) {
        if (step / perEpoch != epoch) {
            draw(step / perEpoch);
        }
        int from =
                batches[Math.toIntExact(step % perEpoch)] * options.batching().batchSize();
        return Arrays.copyOfRange(
                order, from, Math.min(order.length, from + options.batching().batchSize()));
    }

    private void draw(long wanted) {
        SplittableRandom random = options.random(-1 - wanted);
        order = shuffled(objective.size(), random);
        if (options.batching().sortedBatches() == 1) {
            batches = IntStream.range(0, perEpoch).toArray();
        } else {
            int together = options.batching().batchSize() * options.batching().sortedBatches();
            for (int from = 0; from < order.length; from += together) {
                sort(from, Math.min(order.length, from + together));
            }
            batches = shuffled(perEpoch, random);
        }
        epoch = wanted;
    }

    private void sort(int from, int to) {
        int[] sorted = Arrays.stream(order, from, to)
                .boxed()
                .sorted(Comparator.comparingInt(objective::tokens))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, from, sorted.length);
    }

    private static int[] shuffled(int size, SplittableRandom random) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
