package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
    private final Path directory;

    WorkDirectoryTest(@TempDir Path folder) {
        directory = folder.resolve("a/work");
    }

    @Test
    void shouldKeepWhatTheSameTrainingLeft() throws IOException {
        write(WorkDirectory.of(directory, "one").resolve("model/weights"));

        WorkDirectory again = WorkDirectory.of(directory, "one");

        assertThat(again.has("model")).isTrue();
        assertThat(again.has("model-2")).isFalse();
        assertThat(again.resolve("model/weights")).hasContent("x");
    }

    @Test
    void shouldDropWhatAnotherTrainingLeft() throws IOException {
        write(WorkDirectory.of(directory, "one").resolve("model/weights"));

        assertThat(WorkDirectory.of(directory, "two").has("model")).isFalse();
        assertThat(WorkDirectory.of(directory, "one").has("model")).isFalse();
    }

    @Test
    void shouldDropWhatIsLeftOfADroppedTraining() throws IOException {
        WorkDirectory killed = WorkDirectory.of(directory, "one");
        write(killed.resolve("model/weights"));
        Files.writeString(killed.resolve("training.txt"), "");

        assertThat(WorkDirectory.of(directory, "one").has("model")).isFalse();
    }

    @Test
    void shouldLeaveADirectoryThatIsSomebodyElses() throws IOException {
        write(directory.resolve("thesis.tex"));

        assertThatThrownBy(() -> WorkDirectory.of(directory, "one"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("something else");
        assertThat(directory.resolve("thesis.tex")).hasContent("x");
    }

    @Test
    void shouldTakeAnEmptyDirectory() throws IOException {
        Files.createDirectories(directory);

        assertThat(WorkDirectory.of(directory, "one").has("model")).isFalse();
        assertThat(directory).isDirectoryContaining("glob:**/training.txt");
    }

    @Test
    void shouldClearAPath() throws IOException {
        WorkDirectory work = WorkDirectory.of(directory, "one");
        write(work.resolve("model.partial/deep/weights"));

        assertThat(work.cleared("model.partial")).doesNotExist();
        assertThat(work.cleared("model.partial")).doesNotExist();
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }
}
