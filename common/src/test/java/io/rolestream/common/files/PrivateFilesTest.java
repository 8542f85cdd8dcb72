package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFilesTest {
    private final Path directory;

    PrivateFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldCreateADirectoryAndItsParentsForTheOwnerAlone() throws IOException {
        PrivateFiles.directory(directory.resolve("a/b"));

        assertThat(mode("a")).isEqualTo("rwx------");
        assertThat(mode("a/b")).isEqualTo("rwx------");
    }

    @Test
    void shouldCloseAnExistingDirectoryToOthers() throws IOException {
        Path open = with("open", "rwxr-xr-x");
        Path readOnly = with("read-only", "r-xr-x---");

        PrivateFiles.directory(open);
        PrivateFiles.directory(readOnly);

        assertThat(mode("open")).isEqualTo("rwx------");
        assertThat(mode("read-only")).isEqualTo("r-x------");
    }

    @Test
    void shouldFollowALinkToADirectory() throws IOException {
        with("target", "rwxr-x---");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));

        PrivateFiles.directory(link);

        assertThat(mode("target")).isEqualTo("rwx------");
    }

    @Test
    void shouldGiveATreeThePermissionsOfAnother() throws IOException {
        Path root = with("root", "rwxr-x---");
        PrivateFiles.directory(directory.resolve("tree/inner"));
        Files.createFile(directory.resolve("tree/inner/file"), PrivateFiles.fileAttributes());

        PrivateFiles.adopt(directory.resolve("tree"), root);

        assertThat(mode("tree/inner")).isEqualTo("rwxr-x---");
        assertThat(mode("tree/inner/file")).isEqualTo("rw-r-----");
    }

    private Path with(String name, String permissions) throws IOException {
        Path path = Files.createDirectory(directory.resolve(name));
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
    }
}
