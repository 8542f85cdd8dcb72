package io.rolestream.benchmarks.recommending;

import io.rolestream.events.MatchCause;
import io.rolestream.stream.recommending.book.BookSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many lists fall due each second where very many jobs and resumes change all the time: the real books of both
 * directions over a {@link SimulatedLists simulated market}. What a list costs to compute is not simulated.
 */
@Command(name = "book-simulation", showDefaultValues = true)
public final class BookSimulation {
    @Option(names = "--jobs")
    private int jobs = 1_000_000;

    @Option(names = "--resumes")
    private int resumes = 1_000_000;

    @Option(names = "--changes", split = ",", description = "Jobs that change each second, and as many resumes.")
    private List<Integer> changes = List.of(1, 10, 50);

    @Option(names = "--closing", description = "Jobs that close each second.")
    private int closing = 1;

    @Option(names = "--seconds", description = "Simulated after a whole sweep.")
    private int seconds = 600;

    @Option(names = "--refresh", description = "recommend.refresh.interval, in seconds.")
    private int refresh = 10;

    @Option(names = "--sweep", description = "recommend.sweep.interval, in seconds.")
    private int sweep = 3_600;

    @Option(names = "--differing", description = "Share of the lists computed because of others that differ.")
    private double differing = 0.1;

    @Option(names = "--seed")
    private long seed = 1;

    private BookSimulation() {}

    public static void main(String[] arguments) {
        BookSimulation simulation = new BookSimulation();
        new CommandLine(simulation).parseArgs(arguments);
        System.out.println("| changes/s | direction | due/s: own changes | gone | others' changes | sweep | all"
                + " | most in a second | written/s | heap bytes per list | book us per list |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|");
        for (int perSecond : simulation.changes) {
            simulation.run("jobs for resumes", simulation.resumes, simulation.jobs, perSecond, simulation.closing);
            simulation.run("resumes for jobs", simulation.jobs, simulation.resumes, perSecond, 0);
        }
    }

    /** @param gone how many of the others leave each second */
    private void run(String direction, int subjects, int others, int perSecond, int gone) {
        long heap = usedHeap();
        BookSettings settings =
                new BookSettings(Duration.ofSeconds(10), Duration.ofSeconds(refresh), Duration.ofSeconds(sweep));
        SimulatedLists lists = new SimulatedLists(settings, subjects, others, differing, seed);
        lists.sweepOnce();
        long perList = (usedHeap() - heap) / subjects;
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long most = 0;
        for (int second = 0; second < seconds; second++) {
            lists.change(perSecond);
            lists.leave(gone);
            most = Math.max(most, lists.computeDue());
        }
        long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %,d | %.1f | %,d | %.1f |%n",
                perSecond,
                direction,
                perSecond(lists.due(MatchCause.CHANGED)),
                perSecond(lists.due(MatchCause.OTHER_GONE)),
                perSecond(lists.due(MatchCause.OTHER_ADDED) + lists.due(MatchCause.OTHER_CHANGED)),
                perSecond(lists.swept()),
                perSecond(lists.all()),
                most,
                perSecond(lists.written()),
                perList,
                busy / 1e3 / Math.max(1, lists.all()));
    }

    private double perSecond(long count) {
        return count / (double) seconds;
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
