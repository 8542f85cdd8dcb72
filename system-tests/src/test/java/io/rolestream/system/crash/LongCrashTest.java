package io.rolestream.system.crash;

import static io.rolestream.system.crash.Failure.KILL;
import static io.rolestream.system.crash.Failure.KILL_BROKER;
import static io.rolestream.system.crash.Failure.KILL_WHILE_STARTING;
import static io.rolestream.system.crash.Failure.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.checks.LabelReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances that share the work, killed many times, and the broker once. */
@Tag("chaos")
@Timeout(600)
class LongCrashTest {
    /**
     * A stop amid a rebalance, which several instances have more of, waits for the session (10 s) of the instance's own
     * thread that stopped first.
     */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    @Test
    void shouldLabelEveryContentOnceWhileTwoInstancesAndTheBrokerAreKilled(@TempDir Path directory) throws Exception {
        List<Failure> failures = new ArrayList<>(Collections.nCopies(11, KILL));
        failures.add(2, TERMINATE);
        failures.add(4, KILL_WHILE_STARTING);
        failures.add(5, KILL_WHILE_STARTING);
        failures.add(8, KILL_BROKER);
        failures.add(10, KILL_WHILE_STARTING);
        failures.add(13, TERMINATE);
        var plan = new CrashPlan(
                "long", 30_000, 450, 2, 0, Map.of(), failures, Duration.ZERO, STOP_TIMEOUT, Duration.ofSeconds(2));
        try (CrashRun run = new CrashRun(plan, directory)) {
            run.run(List.of(), () -> {});

            LabelReport report = run.judge(null);

            assertThat(report).matches(LabelReport::isClean);
            assertThat(report.resumes()).isEqualTo(plan.resumes());
        }
    }
}
