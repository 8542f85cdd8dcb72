package io.rolestream.dashboard.live;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Arrival times of the latest resumes by partition and offset, for the latency of labels. Each resume is measured once,
 * at its first label: a correction or a late vote is not a delay of the stream. A label may be read before its resume,
 * since topics are read separately; it is then kept for a moment. For one thread.
 */
final class ResumeTimes {
    private static final int REMEMBERED = 1 << 15;
    private static final int MOST_PARTITIONS = 512;
    private static final int MOST_WAITING = 10_000;
    private static final long WAIT_MILLIS = 5_000;
    private static final long NONE = -1;

    private static final class Partition {
        private final long[] offsets = new long[REMEMBERED];
        private final long[] times = new long[REMEMBERED];

        private Partition() {
            Arrays.fill(offsets, NONE);
        }
    }

    private record Waiting(int partition, long offset, long readAt) {}

    private final Map<Integer, Partition> partitions = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    void resume(int partition, long offset, long millis) {
        Partition known = partitions.get(partition);
        if (known == null) {
            if (partitions.size() >= MOST_PARTITIONS) {
                return;
            }
            known = new Partition();
            partitions.put(partition, known);
        }
        int slot = (int) (offset & (REMEMBERED - 1));
        known.offsets[slot] = offset;
        known.times[slot] = millis;
    }

    /** Adds a label that was read now; {@code onLatency} receives milliseconds, now or in {@link #settle}. */
    void label(int partition, long offset, long nowMillis, LongConsumer onLatency) {
        long time = take(partition, offset);
        if (time != NONE) {
            onLatency.accept(nowMillis - time);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.addLast(new Waiting(partition, offset, nowMillis));
        }
    }

    /** Looks again for the resumes of labels that were read before them. */
    void settle(long nowMillis, LongConsumer onLatency) {
        for (int i = waiting.size(); i > 0; i--) {
            Waiting label = waiting.removeFirst();
            long time = take(label.partition(), label.offset());
            if (time != NONE) {
                onLatency.accept(label.readAt() - time);
            } else if (nowMillis - label.readAt() < WAIT_MILLIS) {
                waiting.addLast(label);
            }
        }
    }

    private long take(int partition, long offset) {
        Partition known = partitions.get(partition);
        int slot = (int) (offset & (REMEMBERED - 1));
        if (known == null || offset < 0 || known.offsets[slot] != offset) {
            return NONE;
        }
        known.offsets[slot] = NONE;
        return known.times[slot];
    }
}
