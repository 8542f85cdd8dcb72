package io.rolestream.benchmarks.matching;

import java.util.Arrays;
import java.util.Locale;

/**
 * What something took each time: by the clock, and of the processor by this thread. Other threads help to compare
 * vectors, unless Java is told by {@code -XX:ActiveProcessorCount=1} that there is one processor. For one thread.
 */
final class QueryTimes {
    private static final double NANOS_PER_MILLI = 1e6;

    private final double[] elapsed;
    private final double[] busy;
    private int count;
    private long started;
    private long startedBusy;

    QueryTimes(int most) {
        elapsed = new double[most];
        busy = new double[most];
    }

    void start() {
        startedBusy = ProcessFigures.threadTime();
        started = System.nanoTime();
    }

    void stop() {
        elapsed[count] = (System.nanoTime() - started) / NANOS_PER_MILLI;
        busy[count] = (ProcessFigures.threadTime() - startedBusy) / NANOS_PER_MILLI;
        count++;
    }

    /** A quantile of the elapsed times, in milliseconds. */
    double elapsed(double share) {
        return at(elapsed, share);
    }

    /** A quantile of the processor times, in milliseconds. */
    double busy(double share) {
        return at(busy, share);
    }

    private double at(double[] values, double share) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, Math.round(share * count))];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms; processor p50 %.2f ms, p99 %.2f ms",
                elapsed(0.5),
                elapsed(0.99),
                busy(0.5),
                busy(0.99));
    }
}
