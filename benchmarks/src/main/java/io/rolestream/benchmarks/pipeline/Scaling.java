package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.TestBed.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How throughput grows with the number of workers, each with its own device. */
final class Scaling {
    private static final int UNDER_WAY = 4_000;

    private final Options options;
    private final TestBed bed;

    Scaling(Options options, TestBed bed) {
        this.options = options;
        this.bed = bed;
    }

    /** Prints a table; each round runs every number of workers, in a different order. */
    void run() throws IOException, InterruptedException, ExecutionException {
        List<Scenario> scenarios = Scenario.of(Scenario.SCALING, options);
        Kind kind = options.kinds.get(0);
        List<List<Double>> rates = new ArrayList<>();
        List<List<Double>> cpu = new ArrayList<>();
        scenarios.forEach(scenario -> {
            rates.add(new ArrayList<>());
            cpu.add(new ArrayList<>());
        });
        for (int round = 0; round < options.rounds; round++) {
            for (int i = 0; i < scenarios.size(); i++) {
                int turn = (i + round) % scenarios.size();
                Scenario scenario = scenarios.get(turn);
                int count = options.seconds * Scenario.DEVICE_RATE * scenario.workers();
                var speed = bed.run(scenario, Load.saturating(kind, count, UNDER_WAY))
                        .speed();
                System.err.printf("round %d, %s: %,.0f/s%n", round, scenario.name(), speed.perSecond());
                rates.get(turn).add(speed.perSecond());
                cpu.get(turn).add(speed.cpu().total());
            }
        }
        System.out.printf("%nScaling, resumes %s, %d s each, %d rounds%n", kind, options.seconds, options.rounds);
        System.out.printf(
                "| | resumes/s | times %s in the same round | CPU us/resume |%n|---|---|---|---|%n",
                scenarios.get(0).name());
        for (int i = 0; i < scenarios.size(); i++) {
            System.out.printf(
                    "| %s | %s | %s | %s |%n",
                    scenarios.get(i).name(),
                    LatencySummary.of(rates.get(i), "%,.0f"),
                    LatencySummary.of(LatencySummary.ratios(rates.get(i), rates.get(0)), "%.2f"),
                    LatencySummary.of(cpu.get(i), "%.1f"));
        }
    }
}
