package io.rolestream.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link TokenBucket} for each client, so that none uses up the requests of others. Thread-safe. */
public final class ClientLimits {
    /** Beyond, the client that has been silent for longest is forgotten. */
    private static final int MOST = 10_000;

    private static final float LOAD = 0.75f;

    private final double perSecond;
    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(16, LOAD, true);

    /** @param perSecond requests of each client, and as many at once after a pause */
    public ClientLimits(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether one more request of a client may pass now. */
    public synchronized boolean take(String client) {
        TokenBucket bucket = buckets.computeIfAbsent(client, name -> new TokenBucket(perSecond, System::nanoTime));
        if (buckets.size() > MOST) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return bucket.take();
    }
}
