package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.OpenPage.Taken;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The dashboard's page, left open while resumes flow: its memory, delay and cost. Everything, browser included, is on
 * this machine, so that both ends have the same clock. The dashboard's server is restarted half-way.
 */
public final class PageBenchmark {
    private static final int MEGA = 1 << 20;

    /** After this long without data, the page has failed to reconnect. */
    private static final long LONGEST_SILENCE = Duration.ofSeconds(30).toMillis();

    private PageBenchmark() {}

    @Command(name = "page-benchmark", showDefaultValues = true)
    private static final class Options {
        @Option(names = "--minutes", description = "How long.")
        private int minutes = 60;

        @Option(names = "--rate", description = "Resumes a second.")
        private int rate = 2_000;

        @Option(names = "--every", description = "Seconds between two samples.")
        private int every = 30;

        @Option(names = "--browser", description = "Chromium's program.")
        private Path browser = Path.of("/usr/bin/chromium");

        @Option(names = "--driver", description = "Its driver's.")
        private Path driver = Path.of("/usr/bin/chromedriver");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Options options = CommandLine.populateCommand(new Options(), arguments);
        int resumes = options.minutes * 60 * options.rate;
        try (WatchedService service = new WatchedService(Kind.SKILLS, resumes, options.rate, 128 * 1024);
                OpenPage page = new OpenPage(options.browser, options.driver, service.url())) {
            System.out.println(
                    "| minute | labels/s | heap of the page MB | nodes | listeners | renderer MB | browser CPU % | page busy % | events/s | kB/s"
                            + " | age ms: median | longest | long tasks | longest ms | page says labels/s | p50 ms | p99 ms | skipped"
                            + " | feed's lag | heap of the JVM MB |");
            System.out.println("|---".repeat(20) + "|");
            service.send();
            new PageBenchmark().watch(options, service, page);
            service.sent();
        }
    }

    private void watch(Options options, WatchedService service, OpenPage page)
            throws InterruptedException, IOException {
        int samples = options.minutes * 60 / options.every;
        page.take();
        Sample before = Sample.now(service, page);
        for (int turn = 1; turn <= samples; turn++) {
            page.use(turn);
            if (turn == samples / 2) {
                service.restartDashboard();
            }
            TimeUnit.SECONDS.sleep(options.every);
            Taken taken = page.take();
            if (taken.silent() > LONGEST_SILENCE || taken.silent() < 0) {
                throw new IllegalStateException("the page has shown nothing for " + taken.silent() + " ms");
            }
            Sample now = Sample.now(service, page);
            System.out.println(now.row(before, taken, turn * options.every / 60.0));
            before = now;
        }
    }

    private record Sample(
            long nanos,
            double labels,
            Map<String, Double> page,
            long resident,
            Duration browser,
            double feedLag,
            long heap) {

        static Sample now(WatchedService service, OpenPage page) {
            double feedLag = WatchedService.feedLag(); // before collections, which hold up everything
            Map<String, Double> figures = page.afterCollection();
            System.gc();
            return new Sample(
                    System.nanoTime(),
                    service.labels(),
                    figures,
                    OpenPage.residentBytes(),
                    OpenPage.processorTime(),
                    feedLag,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }

        String row(Sample before, Taken taken, double minute) {
            double seconds = (nanos - before.nanos) / 1e9;
            return "| %.1f | %,.0f | %.2f | %.0f | %.0f | %d | %.0f | %.1f | %.1f | %.1f | %.0f | %.0f | %d | %.0f | %,.0f | %.0f | %.0f | %.0f | %.0f | %d |"
                    .formatted(
                            minute,
                            (labels - before.labels) / seconds,
                            figure("JSHeapUsedSize") / MEGA,
                            figure("Nodes"),
                            figure("JSEventListeners"),
                            resident / MEGA,
                            100 * browser.minus(before.browser).toNanos() / 1e9 / seconds,
                            100 * (figure("TaskDuration") - before.figure("TaskDuration")) / seconds,
                            taken.events() / seconds,
                            taken.bytes() / 1e3 / seconds,
                            LatencySummary.median(taken.ages()),
                            taken.ages().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .max()
                                    .orElse(Double.NaN),
                            taken.longTasks(),
                            taken.longest(),
                            taken.figure("labelsPerSecond"),
                            taken.figure("p50"),
                            taken.figure("p99"),
                            taken.figure("skipped"),
                            feedLag,
                            heap / MEGA);
        }

        private double figure(String name) {
            return page.getOrDefault(name, Double.NaN);
        }
    }
}
