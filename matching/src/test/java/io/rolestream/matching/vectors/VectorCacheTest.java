package io.rolestream.matching.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
    private static final int RECORD = 16 + 2 * 4 + 4;

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("new").resolve("vectors");
    }

    @Test
    void shouldKeepVectorsOfAVersion() throws IOException {
        fill(3);
        try (VectorCache cache = open("1")) {
            assertThat(cache.size()).isEqualTo(3);
            assertThat(cache.get("2")).containsExactly(2, -2);
            assertThat(cache.get("3")).isNull();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldBeginAnewWithAnotherVersionOrSize() throws IOException {
        fill(3);
        try (VectorCache cache = open("2")) {
            assertThat(cache.size()).isZero();
        }
        fill(3);
        try (VectorCache cache = VectorCache.open(file, "1", 3, 10)) {
            assertThat(cache.size()).isZero();
        }
    }

    @Test
    void shouldCutOffWhatACrashLeftIncomplete() throws IOException {
        fill(3);
        byte[] whole = Files.readAllBytes(file);
        int header = whole.length - 3 * RECORD;
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int left = length < header ? 0 : (length - header) / RECORD;
            try (VectorCache cache = open("1")) {
                assertThat(cache.size()).as("of %d bytes", length).isEqualTo(left);
                cache.put("9", new float[] {9, -9});
            }
            try (VectorCache cache = open("1")) {
                assertThat(cache.size()).isEqualTo(left + 1);
                assertThat(cache.get("9")).containsExactly(9, -9);
            }
        }
    }

    @Test
    void shouldComputeDamagedVectorsAgain() throws IOException {
        fill(3);
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - RECORD - 5] ^= 1; // the second vector
        Files.write(file, whole);
        try (VectorCache cache = open("1")) {
            assertThat(cache.get("0")).isNotNull();
            assertThat(cache.get("1")).isNull();
            assertThat(cache.get("2")).isNotNull();
            cache.put("1", new float[] {1, -1});
            assertThat(cache.get("1")).containsExactly(1, -1);
        }
    }

    @Test
    void shouldIgnoreATailOfZeros() throws IOException {
        fill(1);
        Files.write(file, new byte[2 * RECORD], StandardOpenOption.APPEND);
        try (VectorCache cache = open("1")) {
            assertThat(cache.get("0")).isNotNull();
            cache.put("1", new float[] {1, -1});
            assertThat(cache.get("1")).isNotNull();
        }
    }

    @Test
    void shouldDropTheOlderHalfWhenFull() throws IOException {
        fill(25);
        try (VectorCache cache = open("1")) {
            assertThat(cache.size()).isBetween(5, 10);
            for (int i = 21; i < 25; i++) {
                assertThat(cache.get(String.valueOf(i))).containsExactly(i, -i);
            }
            assertThat(cache.get("0")).isNull();
        }
        assertThat(Files.size(file)).isLessThan(1000);
    }

    @Test
    void shouldRefuseASecondOpener() throws IOException {
        try (VectorCache cache = open("1")) {
            assertThat(cache.size()).isZero();
            assertThatThrownBy(() -> open("1"))
                    .isInstanceOf(FileException.class)
                    .hasMessage(file + ": another process has this cache open; end it, or choose another file");
        }
        open("1").close();
    }

    private void fill(int count) throws IOException {
        Files.deleteIfExists(file);
        try (VectorCache cache = open("1")) {
            for (int i = 0; i < count; i++) {
                cache.put(String.valueOf(i), new float[] {i, -i});
            }
        }
    }

    private VectorCache open(String version) throws FileException {
        return VectorCache.open(file, version, 2, 10);
    }
}
