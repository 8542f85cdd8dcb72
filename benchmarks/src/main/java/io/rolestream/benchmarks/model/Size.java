package io.rolestream.benchmarks.model;

import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.List;
import java.util.stream.IntStream;

/** A model to measure; its weights are random, which changes nothing in what it costs. */
enum Size {
    /** As roberta-base. */
    BASE(Bert.roberta(50_265, 768, 12, 12, 3_072, 512)),
    /** As the compact base that comes with the project. */
    COMPACT(Bert.roberta(8_192, 256, 4, 4, 1_024, 512));

    private static final int LABELS = 14;

    private final ModelConfig config;

    Size(ModelConfig config) {
        this.config = config.withLabels(
                IntStream.range(0, LABELS).mapToObj(i -> "role " + i).toList());
    }

    ModelConfig config() {
        return config;
    }

    /**
     * Floating-point operations, a multiplication and an addition as two, of a forward pass over sequences of these lengths: of linear
     * layers and attention alone, as they are computed here, where the last layer is computed for first tokens only.
     */
    double forwardFlops(List<int[]> sequences) {
        double hidden = config.hiddenSize();
        double inner = config.intermediateSize();
        double afterQkv = 2 * (hidden * hidden + 2 * hidden * inner);
        double sum = 0;
        for (int[] sequence : sequences) {
            double length = sequence.length;
            double fullLayer = length * (6 * hidden * hidden + afterQkv + 4 * length * hidden);
            double lastLayer = length * 4 * hidden * hidden + 2 * hidden * hidden + afterQkv + 4 * length * hidden;
            sum += (config.layers() - 1) * fullLayer + lastLayer + 2 * hidden * (hidden + LABELS);
        }
        return sum;
    }

    /** As {@link #forwardFlops}, of a step of training: the whole last layer, and twice as much again backward. */
    double trainingFlops(List<int[]> sequences) {
        double hidden = config.hiddenSize();
        double perToken = 8 * hidden * hidden + 4 * hidden * config.intermediateSize();
        return sequences.stream()
                .mapToDouble(ids -> 3.0 * config.layers() * ids.length * (perToken + 4 * ids.length * hidden))
                .sum();
    }
}
