package io.rolestream.stream.recommending.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a process is killed, or its directory copied, what is opened then is a commit, or nothing. */
@Tag("full")
@DisabledOnOs(OS.WINDOWS)
class StoredJobsCrashTest {
    @TempDir
    private Path directory = Path.of("");

    private final Random random = new Random();

    @Test
    void shouldHoldACommitAfterBeingKilledOrCopied() throws Exception {
        try (Matcher matcher = Matchers.open(MatcherOptions.defaults())) {
            JobLog log = StoringProcess.log(matcher);
            long before = 0;
            for (int kill = 0; kill < 3; kill++) {
                Process process = start();
                try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                    long reported = reported(output);
                    if (reported < 0) {
                        break; // it had read everything
                    }
                    assertThat(reported).isGreaterThanOrEqualTo(before);
                    for (int i = 0; i < 3; i++) {
                        Path copy = copy(directory.resolve("jobs"), directory.resolve("copy-" + kill + "-" + i));
                        assertWhole(log, copy, 0);
                        Thread.sleep(random.nextInt(100));
                    }
                    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
                    before = assertWhole(log, directory.resolve("jobs"), reported);
                }
            }
        }
    }

    /** How many texts the next commit has read; negative at the end. */
    private static long reported(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(StoringProcess.READ)) {
            line = output.readLine(); // of the log
        }
        return line == null ? -1 : Long.parseLong(line.substring(StoringProcess.READ.length()));
    }

    /** @return how many texts had been read */
    private static long assertWhole(JobLog log, Path path, long atLeast) throws Exception {
        try (JobLog.Reader opened = log.new Reader(StoringProcess.open(path));
                JobLog.Reader fresh = log.new Reader()) {
            fresh.readTo(opened.sources());
            assertThat(opened.seen()).isEqualTo(fresh.seen());
            long read = opened.sources().jobs().offsets().get(0);
            assertThat(read).isGreaterThanOrEqualTo(atLeast);
            return read;
        }
    }

    /** Copies files one after the other while they are written and deleted. */
    private static Path copy(Path from, Path to) throws IOException {
        for (Path path : paths(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            try {
                Files.copy(path, target);
            } catch (NoSuchFileException e) {
                continue; // deleted meanwhile
            }
        }
        return to;
    }

    private static List<Path> paths(Path directory) throws IOException {
        while (true) {
            try (Stream<Path> found = Files.walk(directory)) {
                return found.toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e; // otherwise deleted meanwhile
                }
            }
        }
    }

    private Process start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-UsePerfData",
                        "-cp",
                        classPath,
                        StoringProcess.class.getName(),
                        directory.resolve("jobs").toString())
                .redirectError(Files.createTempFile(directory, "errors", ".txt").toFile())
                .start();
    }
}
