package io.rolestream.system.crash;

import static io.rolestream.system.crash.Failure.KILL;
import static io.rolestream.system.crash.Failure.KILL_WORKER;
import static io.rolestream.system.crash.Failure.SWAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.checks.LabelReport;
import io.rolestream.system.checks.VoteReport;
import io.rolestream.system.installation.TinyVersions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a real, if tiny, model, killed while resumes flow. */
@Tag("full")
@Timeout(180)
class WorkerCrashTest {
    /** Labels are the model's alone, so that they tell whether the vote on their content was taken. */
    static final Map<String, String> SETTINGS =
            Map.of("labellers", "rules," + TinyVersions.MODEL, "decision.policy", "model");

    @Test
    void shouldVoteOnceOnEveryResumeWhileTheWorkerIsKilled(@TempDir Path directory) throws Exception {
        var failures = List.of(KILL_WORKER, SWAP, KILL);
        var plan = new CrashPlan(
                "worker",
                1_600,
                200,
                1,
                1,
                SETTINGS,
                failures,
                Duration.ZERO,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1));
        try (CrashRun run = new CrashRun(plan, directory)) {
            run.run(List.of(), () -> {});

            VoteReport votes = run.judgeVotes();
            LabelReport labels = run.judge(votes.asVotes());

            assertThat(votes).matches(VoteReport::isClean);
            assertThat(votes.resumes()).isEqualTo(plan.resumes());
            assertThat(votes.versions()).as("votes by version").hasSize(2);
            assertThat(labels).matches(LabelReport::isClean);
            assertThat(labels.deadLetters()).isPositive();
        }
    }
}
