package io.rolestream.stream.worker;

import io.rolestream.common.config.TracingSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a worker works.
 *
 * @param member its place in the group
 * @param model the model it votes with, and the name it votes under
 * @param challenger whether it follows the challenger, whose votes are recorded but do not count, instead of the
 *     champion
 * @param pinnedVersion the version it runs, whichever is promoted; null follows the stage
 * @param commitInterval how long votes are collected into one transaction at most
 * @param stopTimeout how long a stopping worker may take to finish what it has begun
 * @param stuckAfter a worker whose loop has not gone round for this long is not live
 * @param resumeChars a resume with a longer text is skipped, as the topology dead-letters it
 * @param tracing where traces go
 */
public record WorkerSettings(
        Member member,
        String model,
        boolean challenger,
        @Nullable String pinnedVersion,
        Duration commitInterval,
        Duration stopTimeout,
        Duration stuckAfter,
        int resumeChars,
        TracingSettings tracing) {
    /**
     * A place in a consumer group.
     *
     * @param name unchanged by restarts, for static membership; null for none
     */
    public record Member(String group, @Nullable String name) {}

    /** What follows the names of group and labeller of a worker with the challenger. */
    String suffix() {
        return challenger ? "-" + WorkerConfig.CHALLENGER : "";
    }
}
