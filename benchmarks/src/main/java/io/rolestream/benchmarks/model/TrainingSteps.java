package io.rolestream.benchmarks.model;

import io.rolestream.engine.checkpoint.TokenizerFiles;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Steps of fine-tuning: forward, backward, clipping, AdamW. */
final class TrainingSteps {
    private static final int[][] SHAPES = {{64, 8}, {64, 32}, {128, 8}, {128, 32}};

    private static final double RATE = 5e-5;

    private TrainingSteps() {}

    /** Prints a row for each length and batch size: the best step after one to warm up, beside the matrix product. */
    static void measure(Size size, int threads, int steps, MatmulPeak peak) throws IOException {
        System.out.printf(
                "%n%s, training: sequences/s (GF/s; share of the peak of the same dtype)%n%n"
                        + "| length x batch | fp32 | bf16 |%n|---|---|---|%n",
                size);
        for (int[] shape : SHAPES) {
            List<TokenizedExample> examples = examples(size, shape[0], shape[1]);
            double flops = size.trainingFlops(
                    examples.stream().map(TokenizedExample::ids).toList());
            System.out.printf("| %d x %d |", shape[0], shape[1]);
            for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
                double best = 0;
                double peakNow = peak.flops(precision);
                for (long nanos : nanos(size, examples, precision, threads, steps)) {
                    best = Math.max(best, 1e9 / nanos);
                }
                peakNow = Math.max(peakNow, peak.flops(precision));
                System.out.printf(" %.1f (%.0f; %.2f) |", best * shape[1], best * flops / 1e9, best * flops / peakNow);
            }
            System.out.println();
        }
    }

    private static List<Long> nanos(
            Size size, List<TokenizedExample> examples, Precision precision, int threads, int steps)
            throws IOException {
        TrainingOptions options = new TrainingOptions(
                new TrainingOptions.Batching(examples.size(), 1, Integer.MAX_VALUE),
                TrainingOptions.Schedule.of(steps + 1, RATE),
                TrainingOptions.Optimizer.usual(),
                null,
                precision,
                threads,
                1);
        List<Long> nanos = new ArrayList<>();
        try (FineTuning tuning = FineTuning.open(
                StartingPoint.of(
                        size.config(),
                        new TokenizerFiles(TokenizerFiles.Kind.TOKENIZER_JSON, List.of(Path.of("tokenizer.json")))),
                size.config().labels(),
                examples,
                List.of(),
                FineTuningOptions.of(options),
                null)) {
            tuning.run(progress -> nanos.add(progress.step().nanos()), () -> false, null);
        }
        return nanos.subList(1, nanos.size());
    }

    private static List<TokenizedExample> examples(Size size, int length, int count) {
        Random random = new Random(5);
        List<TokenizedExample> examples = new ArrayList<>();
        int labels = size.config().labels().size();
        for (int i = 0; i < count; i++) {
            int[] ids = random.ints(length, 5, size.config().vocabSize()).toArray();
            examples.add(TokenizedExample.of(ids, i % labels, labels));
        }
        return examples;
    }
}
