package io.rolestream.dashboard.live;

import static io.rolestream.dashboard.live.FlowHistory.UNKNOWN;

import io.rolestream.dashboard.live.FlowHistory.FlowPart;
import io.rolestream.dashboard.live.FlowHistory.Measure;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Counts and gauges for each of the last slices of time, all of one length. For one thread. */
final class FlowRing {
    private final int size;
    private final int sliceSeconds;

    /** The number of each slice since 1970. */
    private final long[] slices;

    private final int[][] counts;
    private final int[] p50;
    private final int[] p99;
    private final long[] backlog;

    /** Of each slice, the number of seconds with a median, and the sum of those. */
    private final int[] measured;

    private final long[] medians;

    /** The first second of which anything is known. */
    private long first = Long.MAX_VALUE;

    FlowRing(int size, int sliceSeconds) {
        this.size = size;
        this.sliceSeconds = sliceSeconds;
        this.slices = new long[size];
        this.counts = new int[Measure.values().length][size];
        this.p50 = new int[size];
        this.p99 = new int[size];
        this.backlog = new long[size];
        this.measured = new int[size];
        this.medians = new long[size];
        Arrays.fill(slices, Long.MIN_VALUE);
    }

    /** The place of a second's slice; {@link FlowHistory#UNKNOWN} if it is too long ago. */
    private int slot(long second) {
        long slice = Math.floorDiv(second, sliceSeconds);
        int slot = Math.floorMod(slice, size);
        if (slices[slot] < slice) {
            slices[slot] = slice;
            for (int[] measure : counts) {
                measure[slot] = 0;
            }
            p50[slot] = UNKNOWN;
            p99[slot] = UNKNOWN;
            backlog[slot] = UNKNOWN;
            measured[slot] = 0;
            medians[slot] = 0;
        }
        if (slices[slot] != slice) {
            return UNKNOWN;
        }
        first = Math.min(first, second);
        return slot;
    }

    void add(Measure measure, long second, int count) {
        int slot = slot(second);
        if (slot != UNKNOWN) {
            counts[measure.ordinal()][slot] += count;
        }
    }

    void gauges(long second, int medianMillis, int p99Millis, long waiting) {
        int slot = slot(second);
        if (slot == UNKNOWN) {
            return;
        }
        if (medianMillis != UNKNOWN) {
            measured[slot]++;
            medians[slot] += medianMillis;
            p50[slot] = (int) (medians[slot] / measured[slot]);
        }
        p99[slot] = Math.max(p99[slot], p99Millis);
        backlog[slot] = Math.max(backlog[slot], waiting);
    }

    /** The count in the given number of slices before one. */
    long sum(Measure measure, long before, int howMany) {
        long sum = 0;
        for (long slice = before - howMany; slice < before; slice++) {
            int slot = Math.floorMod(slice, size);
            sum += slices[slot] == slice ? counts[measure.ordinal()][slot] : 0;
        }
        return sum;
    }

    /** The slices before one, oldest first. Of one that began before anything was known, nothing is told. */
    FlowPart part(long before, int howMany) {
        int[] slots = LongStream.range(before - howMany, before)
                .mapToInt(slice -> {
                    int slot = Math.floorMod(slice, size);
                    return slices[slot] == slice && slice * sliceSeconds >= first ? slot : UNKNOWN;
                })
                .toArray();
        return new FlowPart(
                (before - howMany) * sliceSeconds,
                sliceSeconds,
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
}
