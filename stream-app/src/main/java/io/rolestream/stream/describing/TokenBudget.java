package io.rolestream.stream.describing;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the tokens that are generated per second, on average over {@value #SECONDS} s. A description takes its
 * greatest length before it is begun, and gives back what it did not need. Nothing ever waits for the budget.
 * Thread-safe.
 */
final class TokenBudget {
    private static final int SECONDS = 10;

    private final double perNano;
    private final double capacity;
    private final LongSupplier nanos;
    private double left;
    private long at;

    /**
     * @param perSecond 0 for no limit
     * @param longest tokens of the longest description; the budget holds at least one
     * @param nanos as {@link System#nanoTime}
     */
    TokenBudget(int perSecond, int longest, LongSupplier nanos) {
        this.perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        this.capacity = perSecond == 0 ? Double.POSITIVE_INFINITY : Math.max(longest, (double) perSecond * SECONDS);
        this.nanos = nanos;
        this.left = capacity;
        this.at = nanos.getAsLong();
    }

    /** Takes tokens if there are so many; false if not. */
    synchronized boolean take(int tokens) {
        long now = nanos.getAsLong();
        left = Math.min(capacity, left + perNano * (now - at));
        at = now;
        if (left < tokens) {
            return false;
        }
        left -= tokens;
        return true;
    }

    /** Gives back tokens that were taken and not needed. */
    synchronized void giveBack(int tokens) {
        left = Math.min(capacity, left + tokens);
    }
}
