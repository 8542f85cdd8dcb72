package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.installation.Feed;
import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.ServiceProcess;
import io.rolestream.system.installation.StreamService;
import io.rolestream.system.installation.TrainerService;
import io.rolestream.system.installation.WorkerService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a service whose broker is gone stops as soon as it is told to. */
@Tag("full")
@Timeout(180)
class StopWithoutBrokerTest {
    /** 10 s, and what a busy machine adds. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration A_WHILE = Duration.ofSeconds(5);

    /** What the compose file and Kubernetes grant before they kill. */
    private static final Duration GRACE = Duration.ofSeconds(30);

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldStopWhileResumesFlow(boolean dies) throws Exception {
        Map<String, String> settings = Map.of(
                "labellers", "rules,roberta",
                "model.store", directory.resolve("models").toString(),
                "trainer.data.directory", directory.resolve("trainer").toString());
        try (var installation = new Installation("stop-under-load-" + (dies ? "dead" : "silent"), directory);
                var feed = new Feed(installation.broker(), 1, 10_000, 100)) {
            StreamService stream = installation.startStream(settings);
            WorkerService worker = installation.startWorker(settings);
            TrainerService trainer = installation.startTrainer(settings);
            ServiceProcess recommender = installation.startRecommender(settings);
            ServiceProcess generator = installation.startGenerator(settings);
            stream.awaitReady();
            trainer.awaitReady();
            feed.unhinderedUpTo(1);
            feed.start();
            Thread.sleep(A_WHILE.toMillis());
            if (dies) {
                installation.broker().kill();
            } else {
                installation.broker().suspend();
            }

            List<ServiceProcess> services = List.of(stream, trainer, worker, recommender, generator);
            for (ServiceProcess service : services) {
                var unused = service.process().terminate(Duration.ZERO);
            }
            for (ServiceProcess service : services) {
                Optional<Integer> exitCode = service.process().terminate(GRACE);
                if (exitCode.isEmpty()) {
                    service.process().signal("QUIT"); // its output says what it waits for
                    Thread.sleep(1000);
                }
                assertThat(exitCode).as(service.name()).hasValue(0);
                assertThat(service.process().awaitLine(line -> line.startsWith("Exception in"), Duration.ZERO))
                        .as(service.name())
                        .isEmpty();
            }
        }
    }
}
