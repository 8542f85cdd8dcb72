package io.rolestream.http;

import java.time.Duration;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.server.Request;

/**
 * What clients may use of a server.
 *
 * @param threads that answer requests
 * @param threadsPerAddress fewer, so that clients at one address, which may read slowly, never occupy all
 * @param connectionsPerAddress open at the same time
 * @param stop how long requests that have begun may take once the server is told to stop; zero ends them at once
 */
public record ServerLimits(
        int threads, int threadsPerAddress, int connectionsPerAddress, Bodies bodies, Duration stop) {
    /**
     * Limits on requests' bodies.
     *
     * @param bytes the longest body that a request may have, by its path and headers
     * @param time in which it must arrive
     * @param arriving how many may be arriving at the same time
     * @param arrivingPerAddress and from one address
     */
    public record Bodies(ToIntFunction<Request> bytes, Duration time, int arriving, int arrivingPerAddress) {}
}
