package io.rolestream.benchmarks.model;

import com.sun.management.OperatingSystemMXBean;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.GeneratedText;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextGenerator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Generates the answers to the prompts that {@code tools/generation_peers.py} wrote: as one batch, and the first alone.
 * The best of the rounds, as elapsed time and as processor time, which other processes disturb less.
 */
@Command(name = "generation-benchmark", showDefaultValues = true)
public final class GenerationBenchmark {
    @Option(names = "--model", required = true, description = "Directory of the checkpoint.")
    private Path model = Path.of("");

    @Option(names = "--prompts", required = true, description = "File with a prompt per line.")
    private Path prompts = Path.of("");

    @Option(names = "--precisions", split = ",", description = "${COMPLETION-CANDIDATES}.")
    private List<Precision> precisions = List.of(Precision.FP32, Precision.BF16, Precision.INT8);

    @Option(names = "--workers", description = "Batches computed at once.")
    private int workers = 1;

    @Option(names = "--threads", description = "Threads of each.")
    private int threads = 2;

    @Option(names = "--length", description = "Tokens of an answer, with the one that it begins with.")
    private int length = 51;

    @Option(names = "--rounds", description = "Measured rounds.")
    private int rounds = 3;

    @Option(names = "--gap", description = "Submits one prompt after the other instead, with so many ms between them.")
    private int gap;

    private GenerationBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        GenerationBenchmark benchmark = new GenerationBenchmark();
        new CommandLine(benchmark).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        benchmark.run();
    }

    private void run() throws IOException, InterruptedException {
        List<String> texts = Files.readAllLines(prompts);
        System.out.printf(
                "| %d workers x %d threads | prompts | elapsed s | processor s |%n|---|---|---|---|%n",
                workers, threads);
        for (Precision precision : precisions) {
            InferenceOptions options = InferenceOptions.defaults()
                    .withDevice(DeviceChoice.CPU)
                    .withPrecision(precision)
                    .withThreads(workers, threads);
            try (TextGenerator generator = TextGenerator.open(CheckpointDirectory.open(model), options)) {
                System.out.println("opened: " + memory());
                if (gap > 0) {
                    measureArrivals(generator, texts);
                } else {
                    measure(generator, texts);
                    measure(generator, texts.subList(0, 1));
                }
                System.out.println(memory());
            }
        }
    }

    private void measure(TextGenerator generator, List<String> texts) throws InterruptedException {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double elapsed = Double.MAX_VALUE;
        double processor = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            long used = process.getProcessCpuTime();
            List<GeneratedText> answers = generator.generate(texts, length);
            elapsed = Math.min(elapsed, (System.nanoTime() - start) / 1e9);
            processor = Math.min(processor, (process.getProcessCpuTime() - used) / 1e9);
            if (answers.stream().anyMatch(answer -> answer.tokens().length != length - 1)) {
                System.out.println("an answer ended early");
            }
        }
        System.out.printf("| %s | %d | %.2f | %.2f |%n", generator.compute(), texts.size(), elapsed, processor);
    }

    /** Prompts that arrive while others are answered: one answer of eight is long. The time that each takes. */
    private void measureArrivals(TextGenerator generator, List<String> texts) throws InterruptedException {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            long used = process.getProcessCpuTime();
            DoubleAdder waited = new DoubleAdder();
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                long submitted = System.nanoTime();
                answers.add(generator
                        .submit(texts.get(i), i % 8 == 0 ? length : length / 8)
                        .thenAccept(answer -> waited.add((System.nanoTime() - submitted) / 1e9)));
                Thread.sleep(gap);
            }
            answers.forEach(CompletableFuture::join);
            System.out.printf(
                    "| %s | %d | %.2f, each %.2f | %.2f |%n",
                    generator.compute(),
                    texts.size(),
                    (System.nanoTime() - start) / 1e9,
                    waited.sum() / texts.size(),
                    (process.getProcessCpuTime() - used) / 1e9);
        }
    }

    /** The resident memory of this process, now and at most, as Linux counts it. */
    private static String memory() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .collect(Collectors.joining(", "));
        }
    }
}
