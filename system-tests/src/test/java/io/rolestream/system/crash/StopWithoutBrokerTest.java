package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.ServiceProcess;
import io.rolestream.system.installation.TrainerService;
import io.rolestream.system.installation.WorkerService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That a service whose broker is gone stops as soon as it is told to. */
@Tag("full")
@Timeout(180)
class StopWithoutBrokerTest {
    /** 10 s, and what a busy machine adds. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private final Path directory;

    StopWithoutBrokerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldStopSoonAfterTheBrokerDied() throws Exception {
        Map<String, String> settings = Map.of(
                "model.store", directory.resolve("models").toString(),
                "trainer.data.directory", directory.resolve("trainer").toString());
        try (var installation = new Installation("stop-without-broker", directory)) {
            WorkerService worker = installation.startWorker(settings);
            TrainerService trainer = installation.startTrainer(settings);
            trainer.awaitReady();
            // They join their groups, and have read what they begin with.
            Thread.sleep(A_WHILE.toMillis());
            installation.broker().kill();
            Thread.sleep(A_WHILE.toMillis());

            for (ServiceProcess service : List.of(trainer, worker)) {
                assertThat(service.process().terminate(LIMIT))
                        .as(service.name())
                        .hasValue(0);
            }
        }
    }
}
