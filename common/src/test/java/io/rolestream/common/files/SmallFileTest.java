package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SmallFileTest {
    private final Path directory;

    SmallFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldReadFilesUpToTheLimit() throws Exception {
        Path file = Files.writeString(directory.resolve("a"), "caf\u00e9");

        assertThat(SmallFile.text(file, 5)).isEqualTo("caf\u00e9");
        assertThatThrownBy(() -> SmallFile.read(file, 4)).hasMessage(file + ": is larger than 4 bytes");
        assertThatThrownBy(() -> SmallFile.readOrPipe(file, 4)).hasMessage(file + ": is larger than 4 bytes");
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws Exception {
        Path latin = Files.write(directory.resolve("b"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> SmallFile.text(latin, 100)).hasMessage(latin + ": is not valid UTF-8");
        assertThatThrownBy(() -> SmallFile.read(directory, 100)).hasMessage(directory + ": is a directory, not a file");
        assertThatThrownBy(() -> SmallFile.readOrPipe(directory, 100)).isInstanceOf(FileException.class);
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> SmallFile.readOrPipe(none, 100)).hasMessage(none + ": no such file");
    }

    @Test
    void shouldNotReadForever() {
        Path endless = Path.of("/dev/zero");
        assumeTrue(Files.exists(endless));

        assertThatThrownBy(() -> SmallFile.read(endless, 100)).hasMessage("/dev/zero: is not a regular file");
        assertThatThrownBy(() -> SmallFile.readOrPipe(endless, 100)).hasMessage("/dev/zero: is larger than 100 bytes");
    }

    @Test
    void shouldReadAPipeOnlyWhereOneIsExpected() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> SmallFile.read(pipe, 100)).hasMessage(pipe + ": is not a regular file");
        Process writer = new ProcessBuilder("sh", "-c", "printf secret > \"$0\"", pipe.toString()).start();
        assertThat(SmallFile.readOrPipe(pipe, 100)).asString().isEqualTo("secret");
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
