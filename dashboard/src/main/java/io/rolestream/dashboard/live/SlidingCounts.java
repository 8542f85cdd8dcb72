package io.rolestream.dashboard.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of events by key in the last minutes. Time is divided into slices; a slice that leaves the window is
 * subtracted from the totals, so a query costs as much as there are keys, regardless of the number of events. For one
 * thread.
 *
 * @param <K> the keys; beyond a maximum, new keys are not counted, or counted as another
 */
public final class SlidingCounts<K> {
    private final long sliceMillis;
    private final int maxKeys;
    private final List<Map<K, Integer>> slices = new ArrayList<>();
    private final Map<K, Integer> totals = new HashMap<>();
    private long newest = Long.MIN_VALUE;

    public SlidingCounts(int slices, Duration slice, int maxKeys) {
        this.sliceMillis = slice.toMillis();
        this.maxKeys = maxKeys;
        for (int i = 0; i < slices; i++) {
            this.slices.add(new HashMap<>());
        }
    }

    public Duration window() {
        return Duration.ofMillis(sliceMillis * slices.size());
    }

    /** Counts one; events before the window are ignored. */
    public void add(K key, long atMillis) {
        advance(atMillis);
        if (hasRoom(key)) {
            count(key, atMillis / sliceMillis);
        }
    }

    /** Counts one; of another key if there is no room for this one. */
    public void add(K key, long atMillis, K otherwise) {
        advance(atMillis);
        count(hasRoom(key) ? key : otherwise, atMillis / sliceMillis);
    }

    private boolean hasRoom(K key) {
        return totals.size() < maxKeys || totals.containsKey(key);
    }

    private void count(K key, long slice) {
        if (slice > newest - slices.size()) {
            slices.get(index(slice)).merge(key, 1, Integer::sum);
            totals.merge(key, 1, Integer::sum);
        }
    }

    /** Moves the window so that its newest slice contains this time. */
    public void advance(long nowMillis) {
        long slice = nowMillis / sliceMillis;
        if (newest == Long.MIN_VALUE) {
            newest = slice;
        }
        if (slice - newest > slices.size()) {
            newest = slice - slices.size();
            slices.forEach(Map::clear);
            totals.clear();
        }
        while (newest < slice) {
            newest++;
            Map<K, Integer> expired = slices.get(index(newest));
            expired.forEach((key, count) -> totals.computeIfPresent(key, (same, total) -> minus(total, count)));
            expired.clear();
        }
    }

    @SuppressWarnings("NullAway") // null takes the key out of the map
    private static Integer minus(int total, int count) {
        return total == count ? null : total - count;
    }

    private int index(long slice) {
        return Math.floorMod(slice, slices.size());
    }

    /** The counts in the window; none of them 0. */
    public Map<K, Integer> totals() {
        return totals;
    }

    public int total(K key) {
        return totals.getOrDefault(key, 0);
    }

    /** The counts of a key by slice, oldest first. */
    public int[] series(K key) {
        int[] series = new int[slices.size()];
        for (int i = 0; i < series.length; i++) {
            series[i] = slices.get(index(newest - series.length + 1 + i)).getOrDefault(key, 0);
        }
        return series;
    }
}
