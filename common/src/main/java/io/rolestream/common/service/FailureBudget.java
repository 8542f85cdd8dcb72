package io.rolestream.common.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many failures a service takes before it gives up, so that its supervisor and its people notice. */
public final class FailureBudget {
    public static final int TOLERATED = 10;
    public static final Duration WITHIN = Duration.ofMinutes(5);

    private final Deque<Instant> recent = new ArrayDeque<>();

    /** Counts a failure; whether it is to be tolerated. */
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
