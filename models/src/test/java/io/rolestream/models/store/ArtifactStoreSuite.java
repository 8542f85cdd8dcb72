package io.rolestream.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.PackagedFile;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.VersionFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every kind of store promises. */
abstract class ArtifactStoreSuite {
    private static final List<PackagedFile> FILES =
            List.of(file("config.json", "{}"), file("images/curve.svg", "<svg/>"), file("manifest.json", "{ }"));

    /** An empty store. */
    abstract ArtifactStore store() throws Exception;

    static PackagedFile file(String path, String content) {
        return PackagedFile.of(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private static PackagedFile broken(String path) {
        return new PackagedFile(new VersionFile(path, 1, "0".repeat(64)), () -> {
            throw new IOException("the disk is gone");
        });
    }

    private static String read(ArtifactStore store, String location, String path) throws Exception {
        try (InputStream in = store.open(location, path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldServeWhatWasPublished() throws Exception {
        try (ArtifactStore store = store()) {
            assertThat(store.contains("roberta/1")).isFalse();
            store.publish("roberta/1", FILES);
            assertThat(store.contains("roberta/1")).isTrue();
            assertThat(read(store, "roberta/1", "config.json")).isEqualTo("{}");
            assertThat(read(store, "roberta/1", "images/curve.svg")).isEqualTo("<svg/>");
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotHave() throws Exception {
        try (ArtifactStore store = store()) {
            store.publish("roberta/1", FILES);
            for (String path : List.of("vocab.json", "images/none.svg")) {
                assertThatThrownBy(() -> store.open("roberta/1", path).close())
                        .isInstanceOfSatisfying(
                                ModelRefusedException.class,
                                e -> assertThat(e.refusal()).isEqualTo(Refusal.FILES))
                        .hasMessageContaining("roberta/1/" + path + " is not in the store");
            }
        }
    }

    @Test
    void shouldNeverReplaceAVersion() throws Exception {
        try (ArtifactStore store = store()) {
            store.publish("roberta/1", FILES);
            assertThatThrownBy(() -> store.publish("roberta/1", List.of(file("manifest.json", "other"))))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("roberta/1")
                    .hasMessageContaining("choose another version");
            assertThat(read(store, "roberta/1", "manifest.json")).isEqualTo("{ }");
        }
    }

    @Test
    void shouldNotShowWhatIsHalfPublished() throws Exception {
        try (ArtifactStore store = store()) {
            List<PackagedFile> files = List.of(file("vocab.json", "{}"), broken("config.json"));
            assertThatThrownBy(() -> store.publish("roberta/1", files)).isInstanceOf(IOException.class);
            assertThat(store.contains("roberta/1")).isFalse();

            store.publish("roberta/1", FILES);
            assertThatThrownBy(() -> store.open("roberta/1", "vocab.json").close())
                    .as("what the first attempt left")
                    .isInstanceOf(ModelRefusedException.class);
        }
    }

    @Test
    void shouldDeleteAVersion() throws Exception {
        try (ArtifactStore store = store()) {
            store.publish("roberta/1", FILES);
            store.publish("roberta/10", FILES);
            store.delete("roberta/1");
            store.delete("roberta/2");
            assertThat(store.contains("roberta/1")).isFalse();
            assertThatThrownBy(() -> store.open("roberta/1", "config.json").close())
                    .isInstanceOf(ModelRefusedException.class);
            assertThat(read(store, "roberta/10", "config.json")).isEqualTo("{}");
        }
    }

    @Test
    void shouldStopReadingWhereItIsTold() throws Exception {
        try (ArtifactStore store = store()) {
            store.publish("roberta/1", List.of(file("manifest.json", "x".repeat(10_000_000))));
            try (InputStream in = store.open("roberta/1", "manifest.json")) {
                assertThat(in.read()).isEqualTo('x');
            }
            assertThat(store.contains("roberta/1")).isTrue();
        }
    }
}
