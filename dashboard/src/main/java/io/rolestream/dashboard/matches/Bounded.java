package io.rolestream.dashboard.matches;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets the key that was put longest ago. For one thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Bounded(int most) {
        this.most = most;
    }

    /** Puts a value as the newest. */
    void renew(K key, V value) {
        remove(key);
        put(key, value);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
