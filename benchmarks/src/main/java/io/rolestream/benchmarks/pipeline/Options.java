package io.rolestream.benchmarks.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What to measure. */
@Command(name = "pipeline-benchmark", showDefaultValues = true)
final class Options {
    @Option(names = "--parts", split = ",", description = "Of throughput, latency, scaling and model.")
    Set<String> parts = Set.of("throughput", "latency");

    @Option(names = "--warm-up", description = "Rounds of throughput that are thrown away, before those that count.")
    int warmUp = 5;

    @Option(names = "--rounds", description = "Measured rounds of throughput, scaling and the model.")
    int rounds = 5;

    @Option(names = "--records", description = "Resumes in each run of throughput.")
    int records = 150_000;

    @Option(names = "--resumes", split = ",", description = "Kinds of resumes: ${COMPLETION-CANDIDATES}.")
    List<Kind> kinds = List.of(Kind.values());

    @Option(names = "--scenarios", split = ",", description = "Scenarios to run, by name; default the usual ones.")
    Set<String> scenarios = Set.of();

    @Option(names = "--rates", split = ",", description = "Resumes a second in each run of latency.")
    List<Integer> rates = List.of(100, 500, 2_000);

    @Option(
            names = "--seconds",
            description = "About how long each run of latency (without its warm-up), scaling and the model takes.")
    int seconds = 60;

    @Option(
            names = "--batch-bytes",
            description =
                    "Batch size of the producers at both ends; Rolestream's own is 128 KiB, Kafka's default 16 KiB.")
    int batchBytes = 128 * 1024;

    @Option(
            names = "--variant",
            paramLabel = "NAME:KEY=VALUE,...",
            description = "Runs each scenario once more with these settings (kafka. keys).")
    List<String> variants = List.of();

    static Options parse(String[] arguments) {
        Options options = new Options();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options;
    }

    /** The settings of each variant, {@code KEY=VALUE}, by its name. */
    Map<String, List<String>> variants() {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (String variant : variants) {
            String[] parts = variant.split(":", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("expected --variant=NAME:KEY=VALUE,..., not " + variant);
            }
            byName.put(parts[0], List.of(parts[1].split(",")));
        }
        return byName;
    }
}
