package io.rolestream.dashboard.live;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts and gauges of the last ten minutes, hour and day, in slices of {@link FlowRange}: some 120 KB, whatever flows.
 * A second is open until the clock has passed it; late events are still counted in it as long as it is remembered. For
 * one thread.
 */
final class FlowHistory {
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

    /** For events that are counted when their second is over. */
    private static final int SPARE_SLICES = 300;

    private final Map<FlowRange, FlowRing> rings = new EnumMap<>(FlowRange.class);
    private final FlowRing seconds;

    FlowHistory() {
        for (FlowRange range : FlowRange.values()) {
            int spare = range.sliceSeconds() == 1 ? SPARE_SLICES : 2;
            rings.put(range, new FlowRing(range.slices() + spare, range.sliceSeconds()));
        }
        seconds = ring(FlowRange.MINUTES);
    }

    private FlowRing ring(FlowRange range) {
        FlowRing ring = rings.get(range);
        if (ring == null) {
            throw new AssertionError(range);
        }
        return ring;
    }

    void add(Measure measure, long second, int count) {
        rings.values().forEach(ring -> ring.add(measure, second, count));
    }

    /** Sets a second's gauges; {@link #UNKNOWN} if nothing was measured. */
    void gauges(long second, int medianMillis, int p99Millis, long waiting) {
        rings.values().forEach(ring -> ring.gauges(second, medianMillis, p99Millis, waiting));
    }

    /** The count in the given number of seconds before one. */
    long sum(Measure measure, long before, int howMany) {
        return seconds.sum(measure, before, howMany);
    }

    /** Some seconds before one, oldest first. */
    FlowPart latest(long before, int howMany) {
        return seconds.part(before, howMany);
    }

    /** The slices of a range that are over before a second, oldest first. */
    FlowPart part(long before, FlowRange range) {
        return ring(range).part(Math.floorDiv(before, range.sliceSeconds()), range.slices());
    }

    /**
     * Some slices of time, one array element each.
     *
     * @param from the first second of the first slice, since 1970
     * @param sliceSeconds the length of a slice
     * @param resumes that arrived in a slice; -1 in all arrays if the slice is unknown, as one that began before the
     *     first record that was read
     * @param p50 median latency in milliseconds, in slices of several seconds the mean of the seconds' medians; -1 if
     *     there was none
     * @param p99 99th percentile of the latency in milliseconds, in slices of several seconds the highest of the
     *     seconds'; -1 if there was none
     * @param backlog resumes that the service has not read, in slices of several seconds the most of any second; -1 if
     *     unknown
     */
    record FlowPart(
            long from,
            int sliceSeconds,
            int[] resumes,
            int[] labels,
            int[] compared,
            int[] disagreed,
            int[] p50,
            int[] p99,
            long[] backlog) {}
}
