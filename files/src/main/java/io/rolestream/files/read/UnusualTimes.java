package io.rolestream.files.read;

import io.rolestream.files.columns.Field;
import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.schemas.reading.ClaimedTime.Finding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the times that rows claim, and counts those in another unit than milliseconds and those that cannot be. */
final class UnusualTimes {

    /** A field and what its times turned out to be. */
    record Kind(Field field, Finding finding) {}

    private final Map<Kind, Long> counts = new LinkedHashMap<>();

    /** How many rows of each kind so far. */
    Map<Kind, Long> counts() {
        return counts;
    }

    /** The time to use; null for one that cannot be. */
    @Nullable
    Instant checked(Field field, Instant claimed) {
        long now = System.currentTimeMillis();
        ClaimedTime time =
                field == Field.OPEN_UNTIL ? ClaimedTime.deadline(claimed, now) : ClaimedTime.of(claimed, now);
        if (time.finding().isUnusual()) {
            counts.merge(new Kind(field, time.finding()), 1L, Long::sum);
        }
        return time.finding().isUsable() ? time.time() : null;
    }
}
