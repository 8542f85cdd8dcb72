package io.rolestream.engine.hub;

import java.net.ProxySelector;
import java.time.Duration;

/**
 * How requests to a hub are sent.
 *
 * @param readTimeout how long a server may be silent
 * @param attempts attempts in a row without progress, from 1 to 100
 * @param firstPause the pause after the first failed attempt; later ones double
 */
public record HubConnection(
        ProxySelector proxies, Duration connectTimeout, Duration readTimeout, int attempts, Duration firstPause) {
    private static final int MOST_ATTEMPTS = 100;

    public HubConnection {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be from 1 to " + MOST_ATTEMPTS + ", not " + attempts);
        }
        requirePositive("connect timeout", connectTimeout);
        requirePositive("read timeout", readTimeout);
        requirePositive("first pause", firstPause);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() <= 0 || duration.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be from 1 ms to 24 days, not " + duration);
        }
    }
}
