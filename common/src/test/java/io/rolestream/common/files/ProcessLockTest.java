package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    private final Path file;

    ProcessLockTest(@TempDir Path directory) {
        this.file = directory.resolve("lock");
    }

    @Test
    void shouldHoldNoLockAfterTheFileCouldNotBeOpened() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(() -> ProcessLock.tryAcquire(file)).isInstanceOf(IOException.class);
        Files.delete(file);

        try (ProcessLock lock = ProcessLock.tryAcquire(file).orElseThrow()) {
            assertThat(ProcessLock.tryAcquire(file)).isEmpty();
        }
    }

    @Test
    void shouldBeFreeOnceClosed() throws IOException {
        ProcessLock.tryAcquire(file).orElseThrow().close();

        try (ProcessLock lock = ProcessLock.tryAcquire(file).orElseThrow()) {
            assertThat(file).exists();
        }
    }
}
