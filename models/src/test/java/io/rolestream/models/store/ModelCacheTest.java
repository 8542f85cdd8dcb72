package io.rolestream.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.models.artifact.VersionListing;
import io.rolestream.models.store.ModelCache.CachedVersion;
import io.rolestream.models.testing.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCacheTest {
    private final Published published;
    private final Path root;

    ModelCacheTest(@TempDir Path directory) throws Exception {
        published = Published.tiny(directory);
        root = published.cache();
    }

    private Path open(int keep) throws Exception {
        try (CachedVersion cached = new ModelCache(root, keep, Long.MAX_VALUE)
                .open(VersionListing.of(published.announcement()), published.store())) {
            return cached.directory();
        }
    }

    @Test
    void shouldNotNeedTheStoreForWhatItHas() throws Exception {
        Path first = open(3);
        Files.delete(published.file("model.safetensors"));
        assertThat(open(3)).isEqualTo(first);
        assertThat(first.resolve("model.safetensors")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "missing", "extra", "link", "hard link", "gone"})
    void shouldFetchAgainWhatSomebodyTouched(String how) throws Exception {
        Path cached = open(3);
        Path config = cached.resolve("config.json");
        byte[] content = Files.readAllBytes(config);
        switch (how) {
            case "changed" -> Files.write(config, reversed(content));
            case "missing" -> Files.delete(config);
            case "extra" -> Files.writeString(cached.resolve("added_tokens.json"), "{}");
            case "link" -> Files.createSymbolicLink(config, Files.move(config, root.resolve("elsewhere")));
            case "hard link" -> Files.createLink(root.resolve("elsewhere"), config);
            default -> Files.move(cached, root.resolve("elsewhere"));
        }
        assertThat(open(3)).isEqualTo(cached);
        assertThat(config).hasBinaryContent(content).isRegularFile();
        assertThat(Files.isSymbolicLink(config)).isFalse();
        assertThat(names(cached)).hasSize(published.announcement().getFiles().size());
    }

    @Test
    void shouldKeepTheMostRecentlyUsed() throws Exception {
        for (String version : List.of("1", "2", "3")) {
            published.announcing(builder -> builder.setVersion(version));
            open(10);
            Thread.sleep(20); // for another time stamp
        }
        published.announcing(builder -> builder.setVersion("1"));
        open(1);
        assertThat(names(root.resolve("roberta"))).hasSize(2).allMatch(name -> name.matches("[13]-[0-9a-f]{16}"));
    }

    @Test
    void shouldRemoveWhatDeadProcessesLeft() throws Exception {
        Path leftover = root.resolve("roberta/.1-0123456789abcdef.123e4567-e89b-42d3-a456-426614174000.tmp");
        Files.createDirectories(leftover);
        Files.writeString(leftover.resolve("config.json"), "{");
        open(3);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void shouldLeaveAloneWhatIsNotItsOwn() throws Exception {
        Path photo = root.resolve("photos/2026.png");
        Path hidden = root.resolve("photos/.notes.tmp");
        Path directory = root.resolve("roberta/mine-0123456789abcdef");
        Files.createDirectories(directory);
        Files.createDirectories(photo.resolveSibling("."));
        Files.writeString(photo, "me");
        Files.writeString(hidden, "me");
        open(0);
        assertThat(photo).exists();
        assertThat(hidden).exists();
        assertThat(directory).exists();
    }

    @Test
    void shouldSayThatItCannotBeWritten() throws Exception {
        Files.writeString(root, "a file is in its place");
        assertThatThrownBy(() -> open(3)).isInstanceOf(IOException.class).hasMessageContaining(root.toString());
    }

    @Test
    void shouldSayThatThereIsNoRoom() throws Exception {
        long much = 1L << 40;
        published.announcing(builder -> builder.getFiles().forEach(file -> file.put("bytes", much)));
        assertThatThrownBy(() -> open(3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes left, but roberta/1 needs")
                .hasMessageContaining("model.cache.directory");
    }

    private static byte[] reversed(byte[] content) {
        byte[] result = new byte[content.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = content[content.length - 1 - i];
        }
        return result;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
