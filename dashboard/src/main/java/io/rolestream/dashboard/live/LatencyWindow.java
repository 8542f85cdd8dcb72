package io.rolestream.dashboard.live;

import org.HdrHistogram.Histogram;

/** The latencies of labels in the last seconds. For one thread. */
final class LatencyWindow {
    private static final int SECONDS = 30;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int DIGITS = 2;

    private final Histogram[] bySecond = new Histogram[SECONDS];
    private final long[] seconds = new long[SECONDS];
    private final Histogram merged = new Histogram(LONGEST_MILLIS, DIGITS);

    LatencyWindow() {
        for (int i = 0; i < SECONDS; i++) {
            bySecond[i] = new Histogram(LONGEST_MILLIS, DIGITS);
            seconds[i] = Long.MIN_VALUE;
        }
    }

    /** Adds a latency; more than an hour counts as an hour. */
    void add(long second, long millis) {
        int slot = Math.floorMod(second, SECONDS);
        if (seconds[slot] != second) {
            bySecond[slot].reset();
            seconds[slot] = second;
        }
        bySecond[slot].recordValue(Math.max(0, Math.min(LONGEST_MILLIS, millis)));
    }

    /** The percentiles of the window before a second. */
    Percentiles before(long second) {
        merged.reset();
        for (int i = 0; i < SECONDS; i++) {
            if (seconds[i] < second && seconds[i] >= second - SECONDS) {
                merged.add(bySecond[i]);
            }
        }
        return merged.getTotalCount() == 0
                ? new Percentiles(FlowHistory.UNKNOWN, FlowHistory.UNKNOWN)
                : new Percentiles(
                        Math.toIntExact(merged.getValueAtPercentile(50)),
                        Math.toIntExact(merged.getValueAtPercentile(99)));
    }

    /** In milliseconds; -1 if nothing was measured. */
    record Percentiles(int p50, int p99) {}
}
