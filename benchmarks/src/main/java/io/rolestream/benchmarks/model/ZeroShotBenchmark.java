package io.rolestream.benchmarks.model;

import com.sun.management.OperatingSystemMXBean;
import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.Calibration;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Zero-shot classification of a file's lines with an entailment model: a pair with each of the fourteen roles. Prints
 * texts per second of each round and what the process takes in memory. {@code tools/zero_shot_peer.py} runs it beside
 * Python's transformers.
 */
@Command(name = "zero-shot-benchmark")
public final class ZeroShotBenchmark {
    @Parameters(index = "0", description = "A checkpoint.")
    private Path model = Path.of("");

    @Parameters(index = "1", description = "Texts, one in each line.")
    private Path texts = Path.of("");

    @Option(names = "--rounds")
    private int rounds = 2;

    @Option(names = "--precision", description = "By default the fastest that agrees with fp32.")
    private @Nullable Precision precision;

    @Option(names = "--batch-tokens", description = "Most tokens in a batch (default ${DEFAULT-VALUE}).")
    private int batchTokens = Batching.defaults().batchTokens();

    private ZeroShotBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ZeroShotBenchmark benchmark = new ZeroShotBenchmark();
        new CommandLine(benchmark).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        benchmark.run();
    }

    private void run() throws IOException, InterruptedException {
        List<String> hypotheses = Taxonomy.standard().names().stream()
                .map("This example is %s."::formatted)
                .toList();
        List<String> lines = Files.readAllLines(texts);
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = System.nanoTime();
        try (PairScorer scorer = PairScorer.open(
                CheckpointDirectory.open(model),
                InferenceOptions.defaults()
                        .withPrecision(precision)
                        .withTokens(batchTokens, Batching.defaults().queueTokens()),
                PairCut.ONLY_FIRST,
                null)) {
            System.out.printf(
                    Locale.ROOT,
                    "opened in %.1f s: %s, at most %s MB%n",
                    seconds(start),
                    scorer.compute(),
                    megabytes("VmHWM"));
            Calibration calibration = scorer.calibration();
            if (calibration != null) {
                System.out.println(calibration.explanation());
            }
            for (int round = 0; round < rounds; round++) {
                start = System.nanoTime();
                long busy = process.getProcessCpuTime();
                float sum = score(scorer, lines, hypotheses);
                System.out.printf(
                        Locale.ROOT,
                        "%.3f texts/s, %.3f per second of a processor, now %s MB (sum of logits %.3f)%n",
                        lines.size() / seconds(start),
                        lines.size() / ((process.getProcessCpuTime() - busy) / 1e9),
                        megabytes("VmRSS"),
                        sum);
            }
        }
    }

    private static float score(PairScorer scorer, List<String> lines, List<String> hypotheses)
            throws InterruptedException {
        List<CompletableFuture<List<Prediction>>> results = new ArrayList<>();
        for (String line : lines) {
            results.add(scorer.submit(line, hypotheses));
        }
        float sum = 0;
        for (CompletableFuture<List<Prediction>> result : results) {
            for (Prediction prediction : result.join()) {
                sum += prediction.logits()[0];
            }
        }
        return sum;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String megabytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> String.valueOf(Long.parseLong(line.replaceAll("\\D+", "")) / 1000))
                .findFirst()
                .orElse("?");
    }
}
