package io.rolestream.stream.worker;

import io.rolestream.common.config.TracingSettings;
import io.rolestream.common.reading.OwnGroup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a worker works.
 *
 * @param member its place in the group
 * @param voter what it votes with
 * @param commitInterval how long votes are collected into one transaction at most
 * @param limits how long it may take
 * @param resumeChars a resume with a longer text is skipped, as the topology dead-letters it
 * @param tracing where traces go
 */
public record WorkerSettings(
        Member member, Voter voter, Duration commitInterval, Limits limits, int resumeChars, TracingSettings tracing) {
    /**
     * A place in a consumer group.
     *
     * @param name unchanged by restarts, for static membership; null for none
     */
    public record Member(OwnGroup group, @Nullable String name) {}

    /**
     * How long a worker may take.
     *
     * @param stop to finish what it has begun, when it stops
     * @param stuck for its loop to go round; beyond, it is not live
     */
    public record Limits(Duration stop, Duration stuck) {}
}
