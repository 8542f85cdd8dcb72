package io.rolestream.system.crash;

import static io.rolestream.system.crash.Failure.KILL;
import static io.rolestream.system.crash.Failure.KILL_BROKER;
import static io.rolestream.system.crash.Failure.KILL_WORKER;
import static io.rolestream.system.crash.Failure.STOP_WORKER;
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

/** Failures far enough apart that each one's gap in the labels is its own; the figures are printed. */
@Tag("chaos")
@Timeout(600)
class FailureGapsTest {
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    private final Path directory;

    FailureGapsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldGoOnAfterEachFailureOfTheOnlyInstance() throws Exception {
        check("gaps-1", 1, List.of(KILL_WORKER, TERMINATE_WORKER, KILL, TERMINATE, KILL_BROKER));
    }

    @Test
    void shouldGoOnAfterEachFailureOfOneOfTwoWorkers() throws Exception {
        check("gaps-2", 2, List.of(KILL_WORKER, TERMINATE_WORKER, STOP_WORKER, KILL_BROKER));
    }

    private void check(String name, int workers, List<Failure> failures) throws Exception {
        var plan = new CrashPlan(
                name,
                3_000 * (failures.size() + 1),
                150,
                1,
                workers,
                WorkerCrashTest.SETTINGS,
                failures,
                CALM,
                STOP_TIMEOUT,
                Duration.ofSeconds(2));
        try (CrashRun run = new CrashRun(plan, directory)) {
            run.run(List.of(), () -> {});

            VoteReport votes = run.judgeVotes();

            assertThat(votes).matches(VoteReport::isClean);
            assertThat(run.judge(votes.asVotes())).matches(LabelReport::isClean);
        }
    }
}
