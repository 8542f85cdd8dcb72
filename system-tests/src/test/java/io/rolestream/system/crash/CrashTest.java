package io.rolestream.system.crash;

import static io.rolestream.system.crash.Failure.KILL;
import static io.rolestream.system.crash.Failure.KILL_WHILE_STARTING;
import static io.rolestream.system.crash.Failure.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.checks.ExpectedVotes;
import io.rolestream.system.checks.LabelReport;
import io.rolestream.system.installation.StubWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The labelling service, killed while resumes flow. */
@Timeout(180)
class CrashTest {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path directory;

    CrashTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Tag("full")
    void shouldLabelEveryContentOnceWhileTheServiceIsKilled() throws Exception {
        var failures = List.of(KILL, KILL_WHILE_STARTING, TERMINATE, KILL, KILL_WHILE_STARTING, KILL);
        var plan = new CrashPlan(
                "rules", 10_000, 450, 1, 0, Map.of(), failures, Duration.ZERO, STOP_TIMEOUT, Duration.ofSeconds(1));
        try (CrashRun run = new CrashRun(plan, directory)) {
            run.run(List.of(), () -> {});

            LabelReport report = run.judge(null);

            assertThat(report).matches(LabelReport::isClean);
            assertThat(report.resumes()).isEqualTo(plan.resumes());
            assertThat(report.deadLetters()).isPositive();
        }
    }

    @Test
    @Tag("full")
    void shouldReachOneFinalDecisionOnEveryContentWithAModelWhileTheServiceIsKilled() throws Exception {
        Duration deadline = Duration.ofSeconds(1);
        var settings =
                Map.of("labellers", "rules," + StubWorker.LABELLER, "label.deadline", deadline.toSeconds() + "s");
        var failures = List.of(KILL, KILL_WHILE_STARTING);
        var plan = new CrashPlan(
                "model", 2_000, 250, 1, 0, settings, failures, Duration.ZERO, STOP_TIMEOUT, deadline.plusSeconds(2));
        try (CrashRun run = new CrashRun(plan, directory);
                StubWorker worker = new StubWorker(run.broker(), deadline.plusSeconds(1))) {
            // The first labels come without a vote, which then comes late.
            run.run(List.of(StubWorker.GROUP), worker::start);

            LabelReport report = run.judge(ExpectedVotes.of(StubWorker::roleOf));

            assertThat(worker.failure()).isNull();
            assertThat(report).matches(LabelReport::isClean);
            assertThat(report.resumes()).isEqualTo(plan.resumes());
            assertThat(report.corrected()).as("corrected labels").isPositive();
        }
    }
}
