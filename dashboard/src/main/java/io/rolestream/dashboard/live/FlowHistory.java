package io.rolestream.dashboard.live;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Counts for each of the last seconds. A second is open until the clock has passed it; late events are still counted in
 * it as long as it is remembered. For one thread.
 */
final class FlowHistory {
    static final int SECONDS = 900;

    /** What is counted in each second. */
    enum Measure {
        RESUMES,
        LABELS,
        /** Labels on which both rules and model voted. */
        COMPARED,
        DISAGREED,
        /** Labels decided without the awaited vote. */
        DEGRADED,
        DEAD_LETTERS
    }

    /** Value of an unknown gauge. */
    static final int UNKNOWN = -1;

    private final long[] seconds = new long[SECONDS];
    private final int[][] counts = new int[Measure.values().length][SECONDS];
    private final int[] p50 = new int[SECONDS];
    private final int[] p99 = new int[SECONDS];
    private final long[] backlog = new long[SECONDS];

    FlowHistory() {
        Arrays.fill(seconds, Long.MIN_VALUE);
    }

    private int slot(long second) {
        int slot = Math.floorMod(second, SECONDS);
        if (seconds[slot] < second) {
            seconds[slot] = second;
            for (int[] measure : counts) {
                measure[slot] = 0;
            }
            p50[slot] = UNKNOWN;
            p99[slot] = UNKNOWN;
            backlog[slot] = UNKNOWN;
        }
        return slot;
    }

    void add(Measure measure, long second, int count) {
        int slot = slot(second);
        if (seconds[slot] == second) {
            counts[measure.ordinal()][slot] += count;
        }
    }

    /** Sets a second's gauges; {@link #UNKNOWN} if nothing was measured. */
    void gauges(long second, int medianMillis, int p99Millis, long waiting) {
        int slot = slot(second);
        if (seconds[slot] == second) {
            p50[slot] = medianMillis;
            p99[slot] = p99Millis;
            backlog[slot] = waiting;
        }
    }

    /** The count in the given number of seconds before one. */
    long sum(Measure measure, long before, int howMany) {
        long sum = 0;
        for (long second = before - howMany; second < before; second++) {
            int slot = Math.floorMod(second, SECONDS);
            sum += seconds[slot] == second ? counts[measure.ordinal()][slot] : 0;
        }
        return sum;
    }

    /** The seconds before one, oldest first. */
    FlowPart part(long before, int howMany) {
        int[] slots = LongStream.range(before - howMany, before)
                .mapToInt(second -> {
                    int slot = Math.floorMod(second, SECONDS);
                    return seconds[slot] == second ? slot : UNKNOWN;
                })
                .toArray();
        return new FlowPart(
                before - howMany,
                values(counts[Measure.RESUMES.ordinal()], slots),
                values(counts[Measure.LABELS.ordinal()], slots),
                values(counts[Measure.COMPARED.ordinal()], slots),
                values(counts[Measure.DISAGREED.ordinal()], slots),
                values(p50, slots),
                values(p99, slots),
                Arrays.stream(slots)
                        .mapToLong(slot -> slot == UNKNOWN ? UNKNOWN : backlog[slot])
                        .toArray());
    }

    private static int[] values(int[] ring, int[] slots) {
        return Arrays.stream(slots)
                .map(slot -> slot == UNKNOWN ? UNKNOWN : ring[slot])
                .toArray();
    }

    /**
     * Some seconds, one array element each.
     *
     * @param from the first second, since 1970
     * @param resumes that arrived; -1 in all arrays if the second is unknown
     * @param p50 median latency in milliseconds; -1 if there was none
     * @param backlog resumes that the service has not read; -1 if unknown
     */
    record FlowPart(
            long from,
            int[] resumes,
            int[] labels,
            int[] compared,
            int[] disagreed,
            int[] p50,
            int[] p99,
            long[] backlog) {}
}
