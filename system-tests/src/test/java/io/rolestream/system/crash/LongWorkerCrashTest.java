package io.rolestream.system.crash;

import static io.rolestream.system.crash.Failure.KILL;
import static io.rolestream.system.crash.Failure.KILL_BROKER;
import static io.rolestream.system.crash.Failure.KILL_WHILE_STARTING;
import static io.rolestream.system.crash.Failure.KILL_WORKER;
import static io.rolestream.system.crash.Failure.STOP_WORKER;
import static io.rolestream.system.crash.Failure.SWAP;
import static io.rolestream.system.crash.Failure.TERMINATE;
import static io.rolestream.system.crash.Failure.TERMINATE_WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.checks.LabelReport;
import io.rolestream.system.checks.VoteReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two workers and two labelling services, killed many times, a worker that comes back from the dead, and the broker
 * killed once.
 */
@Tag("chaos")
@Timeout(600)
class LongWorkerCrashTest {
    /** As in {@link LongCrashTest}. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    @Test
    void shouldVoteOnceOnEveryResumeWhileWorkersAndTheBrokerAreKilled(@TempDir Path directory) throws Exception {
        var failures = List.of(
                KILL_WORKER,
                SWAP,
                KILL,
                TERMINATE_WORKER,
                STOP_WORKER,
                SWAP,
                KILL_WORKER,
                KILL_WORKER,
                TERMINATE,
                KILL_BROKER,
                SWAP,
                KILL_WHILE_STARTING,
                KILL_WORKER,
                STOP_WORKER,
                SWAP,
                KILL,
                TERMINATE_WORKER);
        var plan = new CrashPlan(
                "long-worker",
                12_000,
                200,
                2,
                2,
                WorkerCrashTest.SETTINGS,
                failures,
                Duration.ZERO,
                STOP_TIMEOUT,
                Duration.ofSeconds(2));
        try (CrashRun run = new CrashRun(plan, directory)) {
            run.run(List.of(), () -> {});

            VoteReport votes = run.judgeVotes();
            LabelReport labels = run.judge(votes.asVotes());

            assertThat(votes).matches(VoteReport::isClean);
            assertThat(votes.resumes()).isEqualTo(plan.resumes());
            assertThat(votes.versions()).as("votes by version").hasSizeGreaterThan(1);
            assertThat(labels).matches(LabelReport::isClean);
        }
    }
}
