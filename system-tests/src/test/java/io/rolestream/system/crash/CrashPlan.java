package io.rolestream.system.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a crash test runs.
 *
 * @param name of the directory with the processes' output
 * @param resumes how many records go to {@code resumes}
 * @param perSecond how fast, at most
 * @param instances of the labelling service
 * @param workers with a model
 * @param settings of the labelling service
 * @param failures in this order, at random moments
 * @param calm for how long there is none before each, at least
 * @param stopTimeout how long a graceful stop may take
 * @param quiet for how long nothing must come out before all is held to be done
 */
record CrashPlan(
        String name,
        int resumes,
        int perSecond,
        int instances,
        int workers,
        Map<String, String> settings,
        List<Failure> failures,
        Duration calm,
        Duration stopTimeout,
        Duration quiet) {}
