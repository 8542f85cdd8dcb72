package io.rolestream.stream.recommending.book;

import java.time.Duration;

/**
 * When lists are due.
 *
 * @param labelWait how long a new content awaits its label
 * @param descriptionWait how long a new content of a resume awaits its generated description
 * @param refreshInterval how long after its last computation a list is computed again because of others' changes, at
 *     least
 * @param sweepInterval how long after its last computation a list is computed again without a reason that is known
 */
public record BookSettings(
        Duration labelWait, Duration descriptionWait, Duration refreshInterval, Duration sweepInterval) {
    public BookSettings {
        if (labelWait.isNegative()
                || descriptionWait.isNegative()
                || refreshInterval.isNegative()
                || sweepInterval.isNegative()) {
            throw new IllegalArgumentException("durations of lists are 0 or more");
        }
    }

    /** Without waiting for generated descriptions. */
    public BookSettings(Duration labelWait, Duration refreshInterval, Duration sweepInterval) {
        this(labelWait, Duration.ZERO, refreshInterval, sweepInterval);
    }
}
