package io.rolestream.stream.relabel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Limits the rate to a number per second, evenly spaced. Unused capacity is lost, without later bursts. */
public final class Throttle {
    /** Shorter pauses are skipped: a thread cannot sleep that precisely. */
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private final long interval;
    private long due = System.nanoTime();

    /** @param perSecond at least 1 */
    public Throttle(long perSecond) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    public void await() {
        long now = System.nanoTime();
        due = Math.max(due, now - SHORTEST_PAUSE);
        if (due - now > SHORTEST_PAUSE) {
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        due += interval;
    }
}
