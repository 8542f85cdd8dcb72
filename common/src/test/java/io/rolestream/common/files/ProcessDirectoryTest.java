package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessDirectoryTest {
    @Test
    void shouldHoldItsLockAsLongAsTheProcessRuns(@TempDir Path place) throws Exception {
        Path lock = ProcessDirectory.lock(ProcessDirectory.claim(place));

        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
        }

        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
        }
    }
}
