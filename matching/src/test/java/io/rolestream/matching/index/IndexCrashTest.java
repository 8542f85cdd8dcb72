package io.rolestream.matching.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A commit is whole or not there, whatever happens to the process or to the disk. */
@DisabledOnOs(OS.WINDOWS)
class IndexCrashTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldHoldExactlyTheLastCommitAfterBeingKilled() throws Exception {
        Random random = new Random();
        int before = 0;
        for (int kill = 0; kill < 3; kill++) {
            Process process = start(List.of(), 20);
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                int reported = Integer.parseInt(output.readLine());
                Thread.sleep(random.nextInt(300));
                process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
                before = assertWhole(Math.max(before, reported));
            }
        }
    }

    @Test
    void shouldSayWhyItCannotWriteAndKeepTheLastCommit() throws Exception {
        Process process = start(List.of("sh", "-c", "ulimit -f 4000; exec \"$0\" \"$@\""), 400);
        List<String> lines;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }

        String last = lines.get(lines.size() - 1);
        assertThat(last).startsWith(directory.resolve("index") + ": ").contains("File too large");
        assertWhole(lines.size() == 1 ? 0 : Integer.parseInt(lines.get(lines.size() - 2)));
    }

    private int assertWhole(int atLeast) throws IOException {
        try (LuceneMatchIndex index =
                LuceneMatchIndex.open(directory.resolve("index"), IndexSettings.defaults(), "1")) {
            int next = Integer.parseInt(index.committed().getOrDefault("next", "0"));
            assertThat(next).isGreaterThanOrEqualTo(atLeast);
            assertThat(index.ids())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, next).mapToObj(i -> "job-" + i).toList());
            return next;
        }
    }

    private Process start(List<String> before, int perCommit) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:-UsePerfData", "-cp", classPath(), IndexingProcess.class.getName()));
        command.addAll(List.of(directory.resolve("index").toString(), String.valueOf(perCommit)));
        File errors = Files.createTempFile(directory, "errors", ".txt").toFile();
        return new ProcessBuilder(command).redirectError(errors).start();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
