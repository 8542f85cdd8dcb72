package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.store.LoadingMark;
import io.rolestream.models.testing.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeathWhileLoadingTest {
    private final Path directory;
    private final Published published;

    DeathWhileLoadingTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        published = Published.tiny(directory);
    }

    @Test
    void shouldRefuseTheVersionThatWasLoadedWhenTheProcessDied() throws Exception {
        assertThat(process("halt")).isEqualTo(134);

        assertRefused("10 minutes");
        age(mark());
        published.loader(null).load(published.announcement()).close();
        assertThat(marks()).isEmpty();
    }

    @Test
    void shouldRefuseAVersionThatKilledTwoProcessesUntilItsMarkIsDeleted() throws Exception {
        assertThat(process("halt")).isEqualTo(134);
        age(mark());
        assertThat(process("halt")).isEqualTo(134);
        age(mark());

        assertRefused("delete " + mark());
        Files.delete(mark());
        published.loader(null).load(published.announcement()).close();
    }

    @Test
    void shouldNotBlameAVersionForAProcessThatWasStoppedInOrder() throws Exception {
        assertThat(process("exit")).isEqualTo(143);
        assertThat(marks()).isEmpty();
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> published.loader(null).load(published.announcement()))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.DIED_WHILE_LOADING))
                .hasMessageContaining(reason);
    }

    private int process(String end) throws IOException, InterruptedException {
        Path announcement = directory.resolve("announcement");
        Files.write(announcement, published.announcement().toByteBuffer().array());
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadingProcess.class.getName(),
                        directory.toString(),
                        announcement.toString(),
                        end))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void age(Path mark) throws IOException {
        Files.setLastModifiedTime(mark, FileTime.from(Instant.now().minus(LoadingMark.PAUSE.multipliedBy(2))));
    }

    private Path mark() throws IOException {
        assertThat(marks()).hasSize(1);
        return marks().get(0);
    }

    private List<Path> marks() throws IOException {
        try (Stream<Path> all = Files.list(published.cache().resolve(".loading"))) {
            return all.toList();
        }
    }
}
