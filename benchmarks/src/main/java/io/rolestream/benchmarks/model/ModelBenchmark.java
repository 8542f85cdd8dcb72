package io.rolestream.benchmarks.model;

import ai.djl.Device;
import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.ScriptEncoder;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Forward passes of models with random weights: each length and batch size, in batches as the classifier plans them,
 * and a realistic mix of lengths, packed and padded, in every precision, one after the other in each round; beside them
 * the best matrix product in the same round. Training steps likewise, in FP32 and BF16.
 */
@Command(name = "model-benchmark", showDefaultValues = true)
public final class ModelBenchmark {
    private static final int MIX = 256;
    private static final int MIX_BATCH = 32;
    private static final int BATCH_TOKENS = Batching.defaults().batchTokens();
    private static final double MIX_MEDIAN = 60;
    private static final double MIX_SPREAD = 0.6;

    @Option(names = "--parts", split = ",", description = "Of forward, mix and training.")
    private List<String> parts = List.of("forward", "mix", "training");

    @Option(names = "--sizes", split = ",", description = "Models: ${COMPLETION-CANDIDATES}.")
    private List<Size> sizes = List.of(Size.BASE, Size.COMPACT);

    @Option(names = "--lengths", split = ",", description = "Tokens of a sequence.")
    private List<Integer> lengths = List.of(32, 64, 128, 256);

    @Option(names = "--batches", split = ",", description = "Sequences of a batch.")
    private List<Integer> batches = List.of(1, 8, 32);

    @Option(names = "--precisions", split = ",", description = "Of ${COMPLETION-CANDIDATES}.")
    private Set<Precision> precisions = EnumSet.of(Precision.FP32, Precision.BF16, Precision.INT8);

    @Option(names = "--rounds", description = "Measured rounds.")
    private int rounds = 5;

    @Option(names = "--threads", description = "Threads of each operation.")
    private int threads = 2;

    private ModelBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        ModelBenchmark benchmark = new ModelBenchmark();
        new CommandLine(benchmark).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        benchmark.run();
    }

    private void run() throws IOException {
        Torch.prepareThread(threads);
        try (MatmulPeak peak = new MatmulPeak()) {
            for (Size size : sizes) {
                forward(size, peak);
                if (parts.contains("training")) {
                    TrainingSteps.measure(size, threads, rounds, peak);
                }
            }
        }
    }

    private void forward(Size size, MatmulPeak peak) {
        if (!parts.contains("forward") && !parts.contains("mix")) {
            return;
        }
        try (Parameters parameters = Parameters.initialize(size.config(), Head.CLASSIFIER, 1);
                Encoder fp32 = ScriptEncoder.of(parameters, Output.LOGITS, Precision.FP32, true, Device.cpu());
                Encoder bf16 = ScriptEncoder.of(parameters, Output.LOGITS, Precision.BF16, true, Device.cpu());
                Encoder int8 = ScriptEncoder.of(parameters, Output.LOGITS, Precision.INT8, true, Device.cpu());
                Encoder fbgemm = ScriptEncoder.of(parameters, Output.LOGITS, Precision.INT8, false, Device.cpu())) {
            List<Way> ways = Stream.of(
                            new Way("fp32", Precision.FP32, fp32),
                            new Way("bf16", Precision.BF16, bf16),
                            new Way("int8 by oneDNN", Precision.INT8, int8),
                            new Way("int8 by fbgemm", Precision.INT8, fbgemm))
                    .filter(way -> precisions.contains(way.precision()))
                    .toList();
            System.out.printf("%n%s: sequences/s (GF/s; share of the peak of the same dtype)%n%n", size);
            System.out.print("| length x batch |");
            ways.forEach(way -> System.out.printf(" %s |", way.name()));
            System.out.printf("%n|---|%s%n", "---|".repeat(ways.size()));
            if (parts.contains("forward")) {
                shapes(size, ways, peak);
            }
            if (parts.contains("mix")) {
                mix(size, ways, peak);
            }
        }
    }

    private void shapes(Size size, List<Way> ways, MatmulPeak peak) {
        Random random = new Random(7);
        for (int length : lengths) {
            for (int batch : batches) {
                List<int[]> sequences = IntStream.range(0, batch)
                        .mapToObj(i -> ids(random, length, size))
                        .toList();
                System.out.printf("| %d x %d |", length, batch);
                row(ways, planned(sequences), batch, size.forwardFlops(sequences), peak);
            }
        }
    }

    private void mix(Size size, List<Way> ways, MatmulPeak peak) {
        Random random = new Random(11);
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < MIX; i++) {
            double length = MIX_MEDIAN * Math.exp(random.nextGaussian() * MIX_SPREAD);
            texts.add(ids(
                    random, (int) Math.max(8, Math.min(length, size.config().maxTokens())), size));
        }
        List<PackedSequences> planned = planned(texts);
        List<PackedSequences> padded = new ArrayList<>();
        for (int from = 0; from < MIX; from += MIX_BATCH) {
            List<int[]> batch = texts.subList(from, Math.min(MIX, from + MIX_BATCH));
            int longest = batch.stream().mapToInt(ids -> ids.length).max().orElseThrow();
            padded.add(PackedSequences.of(
                    batch.stream().map(ids -> Arrays.copyOf(ids, longest)).toList()));
        }
        double flops = size.forwardFlops(texts);
        System.out.print("| mix, packed |");
        double[] packedRates = row(ways, planned, MIX, flops, peak);
        System.out.print("| mix, padded to the longest of 32 |");
        double[] paddedRates = row(ways, padded, MIX, flops, peak);
        for (int i = 0; i < packedRates.length; i++) {
            System.out.printf("%s: packed is %.2f times padded%n", ways.get(i).name(), packedRates[i] / paddedRates[i]);
        }
    }

    /** As the classifier plans them: split at its token budget. */
    private static List<PackedSequences> planned(List<int[]> sequences) {
        return LengthBatches.of(sequences, BATCH_TOKENS).stream()
                .map(indexes -> PackedSequences.of(
                        IntStream.of(indexes).mapToObj(sequences::get).toList()))
                .toList();
    }

    /** Measures all ways in turn, prints a row, and returns the rates. */
    private double[] row(List<Way> ways, List<PackedSequences> batches, int sequences, double flops, MatmulPeak peak) {
        double[] seconds = new double[ways.size()];
        double[] peaks = new double[ways.size()];
        Arrays.fill(seconds, Double.MAX_VALUE);
        for (int round = 0; round <= rounds; round++) {
            for (int way = 0; way < seconds.length; way++) {
                double peakNow = peak.flops(ways.get(way).precision());
                long start = System.nanoTime();
                for (PackedSequences batch : batches) {
                    ways.get(way).encoder().compute(batch);
                }
                double elapsed = (System.nanoTime() - start) / 1e9;
                if (round > 0) { // the first warms up
                    seconds[way] = Math.min(seconds[way], elapsed);
                    peaks[way] = Math.max(peaks[way], peakNow);
                }
            }
        }
        double[] rates = new double[seconds.length];
        for (int way = 0; way < seconds.length; way++) {
            rates[way] = sequences / seconds[way];
            double speed = flops / seconds[way];
            System.out.printf(" %.1f (%.0f; %.2f) |", rates[way], speed / 1e9, speed / peaks[way]);
        }
        System.out.println();
        return rates;
    }

    private static int[] ids(Random random, int length, Size size) {
        return random.ints(length, 5, size.config().vocabSize()).toArray();
    }

    private record Way(String name, Precision precision, Encoder encoder) {}
}
