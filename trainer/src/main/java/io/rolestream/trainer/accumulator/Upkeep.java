package io.rolestream.trainer.accumulator;

import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.Retention;
import java.time.Duration;
import java.time.Instant;

/** Applies the retention between batches, and removes deleted data from the log. For one thread. */
final class Upkeep {
    /** How long a deleted text may stay in the log unless it is being read. */
    static final Duration SCRUB_EVERY = Duration.ofSeconds(10);

    static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

    private final ExampleStore store;
    private final Retention retention;
    private Instant nextSweep = Instant.MIN;
    private Instant nextScrub = Instant.MIN;

    Upkeep(ExampleStore store, Retention retention) {
        this.store = store;
        this.retention = retention;
    }

    /** @return how many resumes were dropped */
    int step(Instant now) {
        int dropped = 0;
        if (!now.isBefore(nextSweep)) {
            dropped = store.sweep(retention, now);
            nextSweep = dropped == 0 ? now.plus(SWEEP_EVERY) : now;
        }
        if (!now.isBefore(nextScrub)) {
            store.scrub();
            nextScrub = now.plus(SCRUB_EVERY);
        }
        return dropped;
    }
}
