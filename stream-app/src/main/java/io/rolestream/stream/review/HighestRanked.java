package io.rolestream.stream.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The highest-ranked of any number of values, in bounded memory; a later value replaces an earlier one of the same id.
 *
 * <p>When full, it drops the lowest value, and from then on ignores values of that rank or below: it always holds
 * exactly the values above some rank, though possibly fewer than its capacity. {@link #refill} ends that.
 */
public final class HighestRanked<T> {
    private record Entry<T>(String id, double rank, T value) {}

    private final int capacity;
    private final Comparator<Entry<T>> order =
            Comparator.<Entry<T>>comparingDouble(Entry::rank).thenComparing(Entry::id);
    private final TreeSet<Entry<T>> entries = new TreeSet<>(order);
    private final Map<String, Entry<T>> byId = new HashMap<>();
    private @Nullable Entry<T> bound;

    /** @param capacity how many values it holds at most; positive */
    public HighestRanked(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a value, and removes the former one of this id. */
    public void put(String id, double rank, T value) {
        remove(id);
        Entry<T> entry = new Entry<>(id, rank, value);
        if (bound != null && order.compare(entry, bound) <= 0) {
            return;
        }
        entries.add(entry);
        byId.put(id, entry);
        if (entries.size() > capacity) {
            bound = entries.first();
            remove(bound.id());
        }
    }

    public void remove(String id) {
        Entry<T> former = byId.remove(id);
        if (former != null) {
            entries.remove(former);
        }
    }

    /** Takes values of any rank again, also those below values that were dropped. */
    public void refill() {
        bound = null;
    }

    /** Whether it has dropped values, and so ignores others. */
    public boolean isBounded() {
        return bound != null;
    }

    public int size() {
        return entries.size();
    }

    public boolean contains(String id) {
        return byId.containsKey(id);
    }

    public List<T> highestFirst() {
        List<T> values = new ArrayList<>(entries.size());
        entries.descendingIterator().forEachRemaining(entry -> values.add(entry.value()));
        return values;
    }
}
