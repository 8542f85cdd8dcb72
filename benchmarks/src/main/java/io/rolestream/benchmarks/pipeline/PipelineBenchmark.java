package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.TestBed.Load;
import io.rolestream.benchmarks.pipeline.TestBed.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/**
 * Throughput and latency of the labelling service, exactly-once, on a broker in this process; in the same rounds,
 * producing and consuming the same bytes without any service. On a shared machine the ratio of two neighbouring runs
 * says more than either figure.
 */
public final class PipelineBenchmark {
    private static final int WARM_UP_SECONDS = 10;

    private final Options options;
    private final TestBed bed;

    private PipelineBenchmark(Options options, TestBed bed) {
        this.options = options;
        this.bed = bed;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Options options = Options.parse(arguments);
        try (TestBed bed = new TestBed(options.batchBytes)) {
            var benchmark = new PipelineBenchmark(options, bed);
            if (options.parts.contains("throughput")) {
                for (Kind kind : options.kinds) {
                    benchmark.throughput(kind);
                }
            }
            if (options.parts.contains("latency")) {
                benchmark.latency();
            }
            if (options.parts.contains("scaling")) {
                benchmark.warmUp();
                new Scaling(options, bed).run();
            }
            if (options.parts.contains("model")) {
                benchmark.warmUp();
                try (ModelRuns runs = new ModelRuns(options, bed)) {
                    runs.run();
                }
            }
        }
    }

    /** Runs everything but a model's own code until it is compiled. */
    private void warmUp() throws IOException, InterruptedException, ExecutionException {
        for (int round = 0; round < options.warmUp; round++) {
            bed.run(Scenario.VOTES_EXAMPLES, Load.unlimited(options.kinds.get(0), options.records));
        }
    }

    private void throughput(Kind kind) throws IOException, InterruptedException, ExecutionException {
        List<Scenario> scenarios = Scenario.of(Scenario.THROUGHPUT, options);
        List<List<Result>> results = new ArrayList<>();
        scenarios.forEach(scenario -> results.add(new ArrayList<>()));
        for (int round = 0; round < options.warmUp + options.rounds; round++) {
            for (int i = 0; i < scenarios.size(); i++) {
                // Each scenario has its turn at coming first: whatever the one before leaves behind hits all alike.
                int turn = (i + round) % scenarios.size();
                Result result = bed.run(scenarios.get(turn), Load.unlimited(kind, options.records));
                System.err.printf(
                        "round %d, %s: %,.0f/s, %.1f us: %s%n",
                        round,
                        scenarios.get(turn).name(),
                        result.speed().perSecond(),
                        result.speed().cpu().total(),
                        result.speed().cpu().micros());
                if (round >= options.warmUp) {
                    results.get(turn).add(result);
                }
            }
        }
        List<Double> baseline = rates(results.get(0));
        List<Double> baselineCpu = cpu(results.get(0));
        System.out.printf("%nThroughput, resumes %s, %,d each, %d rounds%n", kind, options.records, options.rounds);
        System.out.printf(
                "| | resumes/s | share of %s in the same round | CPU us/resume | share |%n|---|---|---|---|---|%n",
                scenarios.get(0).name());
        for (int i = 0; i < scenarios.size(); i++) {
            List<Double> rates = rates(results.get(i));
            List<Double> cpu = cpu(results.get(i));
            System.out.printf(
                    "| %s | %s | %s | %s | %s |%n",
                    scenarios.get(i).name(),
                    LatencySummary.of(rates, "%,.0f"),
                    LatencySummary.of(LatencySummary.ratios(rates, baseline), "%.3f"),
                    LatencySummary.of(cpu, "%.1f"),
                    LatencySummary.of(LatencySummary.ratios(baselineCpu, cpu), "%.3f"));
        }
        for (int i = 0; i < scenarios.size(); i++) {
            footprint(scenarios.get(i), results.get(i).get(options.rounds - 1), options.records);
        }
    }

    private static List<Double> rates(List<Result> results) {
        return results.stream().map(result -> result.speed().perSecond()).toList();
    }

    private static List<Double> cpu(List<Result> results) {
        return results.stream().map(result -> result.speed().cpu().total()).toList();
    }

    private void latency() throws IOException, InterruptedException, ExecutionException {
        List<String> rows = new ArrayList<>();
        Kind kind = options.kinds.get(0);
        for (int rate : options.rates) {
            for (Scenario scenario : Scenario.of(Scenario.LATENCY, options)) {
                int warmUp = rate * WARM_UP_SECONDS;
                Load load = Load.steady(kind, warmUp + rate * options.seconds, warmUp, rate);
                Result result = bed.run(scenario, load);
                rows.add("| %s | %,d | %s | %s | %s |"
                        .formatted(
                                scenario.name(),
                                rate,
                                millis(result.speed().latency(), 50),
                                millis(result.speed().latency(), 99),
                                millis(result.speed().latency(), 100)));
                System.err.println(rows.get(rows.size() - 1));
                footprint(scenario, result, load.count());
            }
        }
        System.out.printf("%nLatency, resumes %s, %d s each, in milliseconds%n", kind, options.seconds);
        System.out.println("| | resumes/s | p50 | p99 | max |\n|---|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    private static String millis(Histogram latency, double percentile) {
        return "%.0f".formatted(latency.getValueAtPercentile(percentile) / 1_000.0);
    }

    private static void footprint(Scenario scenario, Result result, int resumes) {
        System.out.printf("%n%s: bytes of a resume%n", scenario.name());
        System.out.println("| topic | records | key and value of a record | log per resume |\n|---|---|---|---|");
        result.topics()
                .forEach((name, topic) -> System.out.printf(
                        "| %s | %,d | %d | %d |%n",
                        name,
                        topic.records(),
                        topic.records() == 0 ? 0 : topic.payload() / topic.records(),
                        topic.log() / resumes));
        if (scenario.settings() != null) {
            System.out.printf("| state on disk | | | %d |%n", result.state() / resumes);
        }
    }
}
