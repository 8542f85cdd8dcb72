package io.rolestream.dashboard.live;

import java.util.Arrays;

/**
 * Counts for each of the last seconds. A second is open until the clock has passed it; late events are still counted in
 * it as long as it is remembered. For one thread.
 */
final class FlowHistory {
    /** How many seconds are remembered. */
    static final int SECONDS = 900;

    /** What is counted in each second. */
    enum Measure {
        /** Resumes that came in. */
        RESUMES,
        /** Labels that went out. */
        LABELS,
        /** Labels that both rules and model voted on. */
        COMPARED,
        /** Those of them on which they disagreed. */
        DISAGREED,
        /** Labels that were decided without the vote that was awaited. */
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

    /** Sets what was measured rather than counted; {@link #UNKNOWN} where nothing was. */
    void gauges(long second, int medianMillis, int p99Millis, long waiting) {
        int slot = slot(second);
        if (seconds[slot] == second) {
            p50[slot] = medianMillis;
            p99[slot] = p99Millis;
            backlog[slot] = waiting;
        }
    }

    /** How much there was in so many seconds before one. */
    long sum(Measure measure, long before, int howMany) {
        long sum = 0;
        for (long second = before - howMany; second < before; second++) {
            int slot = Math.floorMod(second, SECONDS);
            sum += seconds[slot] == second ? counts[measure.ordinal()][slot] : 0;
        }
        return sum;
    }

    /** The seconds before one, the oldest first. */
    FlowPart part(long before, int howMany) {
        int[] resumes = new int[howMany];
        int[] labels = new int[howMany];
        int[] compared = new int[howMany];
        int[] disagreed = new int[howMany];
        int[] medians = new int[howMany];
        int[] p99s = new int[howMany];
        long[] waiting = new long[howMany];
        for (int i = 0; i < howMany; i++) {
            long second = before - howMany + i;
            int slot = Math.floorMod(second, SECONDS);
            boolean known = seconds[slot] == second;
            resumes[i] = known ? counts[Measure.RESUMES.ordinal()][slot] : UNKNOWN;
            labels[i] = known ? counts[Measure.LABELS.ordinal()][slot] : UNKNOWN;
            compared[i] = known ? counts[Measure.COMPARED.ordinal()][slot] : UNKNOWN;
            disagreed[i] = known ? counts[Measure.DISAGREED.ordinal()][slot] : UNKNOWN;
            medians[i] = known ? p50[slot] : UNKNOWN;
            p99s[i] = known ? p99[slot] : UNKNOWN;
            waiting[i] = known ? backlog[slot] : UNKNOWN;
        }
        return new FlowPart(before - howMany, resumes, labels, compared, disagreed, medians, p99s, waiting);
    }

    /**
     * Some seconds, one array element each.
     *
     * @param from the first second, since 1970
     * @param resumes that came in; -1 in all where nothing is known of the second
     * @param labels that went out
     * @param compared those that both rules and model voted on
     * @param disagreed those of them on which they disagreed
     * @param p50 the median latency, milliseconds; -1 where there was none
     * @param p99 its 99th percentile
     * @param backlog resumes that the service has still to read; -1 where that is not known
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
