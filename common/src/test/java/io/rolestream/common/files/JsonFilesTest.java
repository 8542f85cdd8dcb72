package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFilesTest {
    private static final int MAX_BYTES = 1000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "1e2147483647", "-1E+1000000000", "1e-2147483647", "1e99999999999999"})
    void shouldRefuseNumbersThatNoDoubleHas(String number) throws Exception {
        Path file = Files.writeString(directory.resolve("config.json"), "{\"a\": [" + number + "]}");
        assertThatThrownBy(() -> JsonFiles.read(file, MAX_BYTES))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("out of range");
    }

    @Test
    void shouldKeepNumbersAsTheyAreWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("config.json"), "{\"a\": 1.50, \"b\": 1e-308}");
        assertThat(JsonFiles.read(file, MAX_BYTES).get("a").asText()).isEqualTo("1.50");
    }

    @Test
    void shouldRefuseAPipeWithoutWaitingForIt() throws Exception {
        Path pipe = directory.resolve("config.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> JsonFiles.read(pipe, MAX_BYTES))
                        .isInstanceOf(FileException.class)
                        .hasMessageContaining("not a regular file"));
    }
}
