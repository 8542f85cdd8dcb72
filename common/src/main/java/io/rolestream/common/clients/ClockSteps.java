package io.rolestream.common.clients;

import java.time.Duration;
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

    private long lead() {
        return wallMillis.getAsLong() - nanos.getAsLong() / 1_000_000;
    }
}
