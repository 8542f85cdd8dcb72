package io.rolestream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.testing.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The embedded stack on a machine that stands still for longer than the transactions of services on a cluster last. */
@Tag("full")
@DisabledOnOs(OS.WINDOWS)
class SlowMachineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;

    SlowMachineTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldGoOnQuietlyAfterAPause() throws Exception {
        try (ChildCommand demo = demo("paused", directory.resolve("data"))) {
            demo.awaitOut("gen-");
            for (int i = 0; i < 3; i++) {
                signal(demo, "STOP");
                Thread.sleep(5_000);
                int before = lines(demo);
                signal(demo, "CONT");
                awaitLabels(demo, before + 3);
            }

            assertThat(demo.err()).doesNotContain("InvalidTxnState", "\tat ");
            assertThat(demo.err().lines()).as("at most a line or two a pause").hasSizeLessThanOrEqualTo(6);
        }
    }

    /** Its patient transactions do not make the next process wait for those that a killed one left open. */
    @Test
    void shouldGoOnSoonAfterAKill() throws Exception {
        Path data = directory.resolve("data");
        try (ChildCommand killed = demo("killed", data)) {
            awaitLabels(killed, 10);
        }
        try (ChildCommand again = demo("again", data)) {
            again.awaitOut("dashboard");
            long started = System.nanoTime();
            awaitLabels(again, 3);

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(45));
        }
    }

    private ChildCommand demo(String name, Path data) throws IOException {
        return new ChildCommand(
                Files.createDirectory(directory.resolve(name)),
                "demo",
                "--no-trainer",
                "--dashboard-port",
                "0",
                "--rate",
                "100",
                "--data",
                data.toString());
    }

    private static void awaitLabels(ChildCommand demo, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("the process ended", () -> !demo.process().isAlive())
                .until(() -> lines(demo) >= count);
    }

    private static int lines(ChildCommand demo) {
        return (int) demo.out().lines().filter(line -> line.contains("gen-")).count();
    }

    private static void signal(ChildCommand demo, String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(demo.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
