package io.rolestream.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that computes natively until SIGTERM ends it. */
public final class ExitingProcess {
    /** What the process prints when it begins. */
    public static final String BEGUN = "computing";

    /** SIGTERM. */
    private static final int EXIT = 128 + 15;

    private ExitingProcess() {}

    /**
     * Ends a process, which must exit in order: not by a crash, and without an exception.
     *
     * @param main prints {@link #BEGUN}
     * @param after that line
     * @param within the longest that its exit may take
     * @param directory for what a crash leaves
     */
    public static void assertExitsInOrder(Class<?> main, Duration after, Duration within, Path directory)
            throws Exception {
        Path crash = directory.resolve("crash");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:ErrorFile=" + crash,
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.lines().anyMatch(BEGUN::equals)).isTrue();
            Thread.sleep(after.toMillis());
            child.toHandle().destroy(); // SIGTERM
            assertThat(child.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            String said = String.join("\n", output.lines().toList());
            assertThat(child.exitValue()).as(said).isEqualTo(EXIT);
            assertThat(said).doesNotContain("SIGSEGV", "fatal error", "Exception");
            assertThat(Files.exists(crash)).isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
