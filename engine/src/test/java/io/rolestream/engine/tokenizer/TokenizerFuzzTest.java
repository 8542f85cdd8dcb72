package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No {@code tokenizer.json} ends the process: thousands of wrong ones are opened and used in another one. */
class TokenizerFuzzTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void shouldSurviveEveryMutant() throws Exception {
        fuzz(20_260_101, 4_000, 2);
    }

    @Test
    @Tag("full")
    void shouldSurviveVeryManyMutants() throws Exception {
        fuzz(System.nanoTime(), 40_000, 30);
    }

    private void fuzz(long seed, int count, int minutes) throws IOException, InterruptedException {
        File output = directory.resolve("output").toFile();
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ErrorFile=" + directory.resolve("crash"),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenizerMutants.class.getName(),
                        directory.toString(),
                        Long.toString(seed),
                        Integer.toString(count)))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            boolean ended = child.waitFor(minutes, TimeUnit.MINUTES);
            String said = Files.readString(output.toPath()) + "\nseed " + seed + ", the last: "
                    + Files.readString(directory.resolve("tokenizer.json"));
            assertThat(ended).as("%s", said).isTrue();
            assertThat(child.exitValue()).as("%s", said).isZero();
            assertThat(said).containsPattern("opened [1-9][0-9]{2}");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
