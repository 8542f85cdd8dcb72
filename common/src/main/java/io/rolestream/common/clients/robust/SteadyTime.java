package io.rolestream.common.clients.robust;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * Kafka Streams' time, which survives a wall clock that somebody sets.
 *
 * <p><b>The problem.</b> Kafka Streams schedules commits and punctuations by the wall clock. If that is set back by an
 * hour, nothing is committed and no deadline passes for an hour. If it jumps ahead by months, every deadline passes,
 * all state is older than its retention, and brokers refuse records from the future.
 *
 * <p><b>The invariant.</b> This time never goes back. It runs with the monotonic clock, and at half its speed while it
 * is ahead of the wall clock, until that has caught up. It follows the wall clock ahead by a day at most, which a
 * machine may have slept; by more only after a restart.
 *
 * <p>Safe for use by several threads.
 */
public final class SteadyTime implements Time {
    private static final Duration LONGEST_JUMP = Duration.ofDays(1);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier wallMillis;
    private final LongSupplier nanos;
    private long lastNanos;
    /** This time, in nanoseconds since 1970. */
    private long now;

    public SteadyTime() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    SteadyTime(LongSupplier wallMillis, LongSupplier nanos) {
        this.wallMillis = wallMillis;
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
        this.now = wallMillis.getAsLong() * NANOS_PER_MILLI;
    }

    @Override
    public synchronized long milliseconds() {
        long reading = nanos.getAsLong();
        long passed = reading - lastNanos;
        lastNanos = reading;
        long behind = wallMillis.getAsLong() * NANOS_PER_MILLI - now - passed;
        if (behind >= 0) {
            now += passed + (behind <= LONGEST_JUMP.toNanos() ? behind : 0);
        } else {
            now += Math.max(passed / 2, passed + behind);
        }
        return now / NANOS_PER_MILLI;
    }

    @Override
    public long nanoseconds() {
        return nanos.getAsLong();
    }

    @Override
    public void sleep(long millis) {
        Time.SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        Time.SYSTEM.waitObject(object, condition, deadlineMillis - milliseconds() + Time.SYSTEM.milliseconds());
    }
}
