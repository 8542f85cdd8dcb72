package io.rolestream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    private static final Secret.Settings SETTINGS = new Secret.Settings("a.secret", "a.secret.file", "a.auth=bearer");

    private final Path directory;

    SecretTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldReadASecretFromAFileWithoutTheSpaceAroundIt() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), " a-long-secret\n");

        assertThat(Secret.of("", file, SETTINGS).is("a-long-secret")).isTrue();
    }

    @Test
    void shouldSayWhichSettingsFileCannotBeRead() {
        assertThatThrownBy(() -> Secret.of("", directory.resolve("none"), SETTINGS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("a.secret.file: %s/none: no such file".formatted(directory));
    }

    @Test
    void shouldRefuseShortSecretsAndFilesTooLargeForOne() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "short");
        assertThatThrownBy(() -> Secret.of("", file, SETTINGS))
                .hasMessageContaining("a.secret.file: a.auth=bearer needs a secret of at least 12 characters");

        Files.writeString(file, "x".repeat(70_000));
        assertThatThrownBy(() -> Secret.of("", file, SETTINGS)).hasMessageContaining("is larger than");
    }
}
