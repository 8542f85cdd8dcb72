package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExceptionTest {
    private final Path directory;
    private final Path file;

    FileExceptionTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.file = Files.createFile(directory.resolve("a.txt"));
    }

    @Test
    void shouldSayInWordsWhatTheSystemSaysByAClass() {
        assertThat(message(() -> Files.size(directory.resolve("none"))))
                .isEqualTo(directory.resolve("none") + ": no such file");
        assertThat(message(() -> Files.createFile(file))).isEqualTo(file + ": exists already");
        assertThat(message(() -> Files.delete(directory))).isEqualTo(directory + ": the directory is not empty");
        assertThat(message(() -> Files.newDirectoryStream(file))).isEqualTo(file + ": is not a directory");
    }

    @Test
    void shouldKeepTheReasonThatIsGiven() {
        assertThat(FileException.message(new FileSystemException("a", null, "no space left")))
                .isEqualTo("a: no space left");
        assertThat(FileException.message(new FileSystemException(null, null, "no space left")))
                .isEqualTo("no space left");
    }

    private static String message(FileAction action) {
        try {
            action.run();
        } catch (FileSystemException e) {
            return FileException.message(e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("nothing failed");
    }

    private interface FileAction {
        void run() throws IOException;
    }
}
