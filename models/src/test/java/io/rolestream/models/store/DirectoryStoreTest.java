package io.rolestream.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends ArtifactStoreSuite {
    private static final String UNIQUE = ".123e4567-e89b-42d3-a456-426614174000.tmp";

    private final Path root;

    DirectoryStoreTest(@TempDir Path directory) {
        root = directory.resolve("store");
    }

    @Override
    ArtifactStore store() {
        return new DirectoryStore(root);
    }

    @Test
    void shouldSayThatItsRootIsNotThere() {
        assertThatThrownBy(() -> store().open("roberta/1", "config.json").close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(root.toString())
                .hasMessageContaining("is it mounted?");
    }

    @Test
    void shouldTrustARootThatIsALink(@TempDir Path elsewhere) throws Exception {
        Files.createSymbolicLink(root, elsewhere);
        ArtifactStore store = store();
        store.publish("roberta/1", List.of(file("manifest.json", "{}")));
        store.open("roberta/1", "manifest.json").close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldGiveVersionsThePermissionsOfItsRoot() throws Exception {
        Files.createDirectory(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));

        store().publish("roberta/1", List.of(file("rules/rules.yml", "{}")));

        assertThat(Files.getPosixFilePermissions(root.resolve("roberta")))
                .isEqualTo(Files.getPosixFilePermissions(root.resolve("roberta/1/rules")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(Files.getPosixFilePermissions(root.resolve("roberta/1/rules/rules.yml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepANewRootFromOthers() throws Exception {
        store().publish("roberta/1", List.of(file("manifest.json", "{}")));

        assertThat(Files.getPosixFilePermissions(root)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldNotPublishThroughALinkOutOfTheStore(@TempDir Path elsewhere) throws Exception {
        Files.createDirectories(root);
        Files.createSymbolicLink(root.resolve("roberta"), elsewhere);
        assertThatThrownBy(() -> store().publish("roberta/1", List.of(file("manifest.json", "{}"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of the store");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void shouldRemoveOnlyOldLeftovers() throws Exception {
        Path old = Files.createDirectories(root.resolve("roberta/.1" + UNIQUE));
        Path young = Files.createDirectories(root.resolve("roberta/.2" + UNIQUE));
        Files.writeString(old.resolve("config.json"), "{");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        store().publish("roberta/3", List.of(file("manifest.json", "{}")));
        assertThat(old).doesNotExist();
        assertThat(young).as("another process may be at it").exists();
    }
}
