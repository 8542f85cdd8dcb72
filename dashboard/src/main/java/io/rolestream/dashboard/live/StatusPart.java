package io.rolestream.dashboard.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rolestream.dashboard.health.Backlog;
import io.rolestream.dashboard.health.LastMinute;
import io.rolestream.dashboard.health.SystemHealth;
import io.rolestream.dashboard.live.LatencyWindow.Percentiles;
import org.jspecify.annotations.Nullable;

/**
 * The current figures.
 *
 * @param latency from the resumes' timestamps to their labels, over the last half minute
 */
record StatusPart(
        long now,
        SystemHealth health,
        @JsonUnwrapped Rates rates,
        @JsonUnwrapped Percentiles latency,
        Backlog backlog,
        @JsonUnwrapped LastMinute lastMinute,
        @JsonUnwrapped Voters voters,
        @JsonUnwrapped Counters counters) {
    /** Over the last seconds. */
    record Rates(double resumesPerSecond, double labelsPerSecond) {}

    record Voters(boolean modelAwaited, @Nullable String champion, String rules) {}

    /**
     * Counters.
     *
     * @param unreadable records that could not be read
     * @param skipped labels that the dashboard skipped to keep up
     */
    record Counters(long unreadable, long skipped) {}
}
