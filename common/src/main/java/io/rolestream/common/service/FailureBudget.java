package io.rolestream.common.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The number of failures that a service tolerates in a period before it stops, so that its supervisor notices. */
public final class FailureBudget {
    public static final int TOLERATED = 10;
    public static final Duration WITHIN = Duration.ofMinutes(5);

    private final Deque<Instant> recent = new ArrayDeque<>();

    /**
     * Counts a failure.
     *
     * @return whether it is tolerated
     */
    public boolean tolerates() {
        return tolerates(Instant.now());
    }

    public synchronized boolean tolerates(Instant failure) {
        recent.addLast(failure);
        while (recent.getFirst().isBefore(failure.minus(WITHIN))) {
            recent.removeFirst();
        }
        return recent.size() <= TOLERATED;
    }
}
