package io.rolestream.common.clients.robust;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that the wall clock was set back. Kafka's clients send no heartbeat and do not reconnect until the clock is
 * where it was, so they must be replaced. Safe for use by several threads.
 */
public final class ClockSteps {
    /** More than a synchronised clock is ever corrected by, less than a session. */
    private static final long TOLERANCE_MILLIS = 2_000;

    private final LongSupplier wallMillis;
    private final LongSupplier nanos;
    private long lead;
    private Duration owed = Duration.ZERO;

    public ClockSteps() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    ClockSteps(LongSupplier wallMillis, LongSupplier nanos) {
        this.wallMillis = wallMillis;
        this.nanos = nanos;
        this.lead = lead();
    }

    /** By how much it was set back since the last call; zero if it was not. */
    public synchronized Duration setBack() {
        long before = lead;
        lead = lead();
        return before - lead < TOLERANCE_MILLIS ? Duration.ZERO : Duration.ofMillis(before - lead);
    }

    /**
     * Replaces clients if the clock was set back. If that fails, the next call tries again.
     *
     * @param replace is given by how much the clock was set back; opens the new clients before it closes the old ones,
     *     so that a failure leaves clients that are not closed
     */
    public void ifSetBack(Consumer<Duration> replace) {
        Duration setBack = owe(setBack());
        if (!setBack.isZero()) {
            replace.accept(setBack);
            owe(setBack.negated());
        }
    }

    private synchronized Duration owe(Duration more) {
        owed = owed.plus(more);
        return owed;
    }

    private long lead() {
        return wallMillis.getAsLong() - nanos.getAsLong() / 1_000_000;
    }
}
