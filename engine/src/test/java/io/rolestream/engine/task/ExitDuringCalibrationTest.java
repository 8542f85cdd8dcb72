package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that SIGTERM ends while it calibrates exits in order: native code never runs while PyTorch is freed. */
class ExitDuringCalibrationTest {
    /** SIGTERM. */
    private static final int EXIT = 128 + 15;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void shouldExitInOrder() throws Exception {
        stopAfter(1500);
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(ints = {0, 200, 400, 700, 1000, 1300, 1700, 2200, 3000, 4000})
    void shouldExitInOrderAtEveryPoint(int millis) throws Exception {
        stopAfter(millis);
    }

    private void stopAfter(int millis) throws Exception {
        Path crash = directory.resolve("crash");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:ErrorFile=" + crash,
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CalibrationLoop.class.getName()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.lines().anyMatch(line -> line.equals("opening"))).isTrue();
            Thread.sleep(millis);
            child.toHandle().destroy(); // SIGTERM
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String said = String.join("\n", output.lines().toList());
            assertThat(child.exitValue()).as(said).isEqualTo(EXIT);
            assertThat(said).doesNotContain("SIGSEGV", "fatal error", "Exception");
            assertThat(Files.exists(crash)).isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
