package io.rolestream.matching.index;

import static io.rolestream.matching.index.IndexedProfiles.job;
import static io.rolestream.matching.index.IndexedProfiles.resume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.FileException;
import io.rolestream.matching.vectors.VectorPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStorageTest {
    private static final IndexSettings SETTINGS = IndexSettings.defaults();
    private static final Map<String, String> OFFSETS = Map.of("jobs-0", "17", "jobs-1", "4");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldContinueFromTheLastCommit() throws IOException {
        try (LuceneMatchIndex index = open("1")) {
            index.put(job("a", "Java", "").withVector(new float[] {0.6f, 0.8f}));
            index.commit(OFFSETS);
            index.put(job("b", "Java", ""));
            index.refresh();
        }
        try (LuceneMatchIndex index = open("1")) {
            assertThat(index.committed()).isEqualTo(OFFSETS);
            assertThat(index.ids()).containsExactly("a");
            assertThatThrownBy(() -> index.put(job("b", "", "").withVector(new float[] {1})))
                    .hasMessage("the vector of b has 1 dimensions, the index has 2");
            Hits hits = index.search(resume("", "java").withVector(new float[] {1, 0}), 5, MatchFilter.none());
            assertThat(hits.bm25()).hasSize(1);
            assertThat(hits.dense()).containsExactly(new Hit("a", 0.6f, 1));
        }
    }

    @Test
    void shouldBeEmptyAtFirst() throws IOException {
        try (LuceneMatchIndex index = open("1")) {
            assertThat(index.committed()).isEmpty();
            assertThat(index.size()).isZero();
        }
        try (LuceneMatchIndex index = open("2")) {
            assertThat(index.committed()).isEmpty();
        }
    }

    @Test
    void shouldBuildAnotherVersionAnew() throws IOException {
        fill("1");
        try (LuceneMatchIndex index = open("2")) {
            assertThat(index.committed()).isEmpty();
            assertThat(index.size()).isZero();
            index.put(job("b", "Java", "").withVector(new float[] {1})); // dimensions of its own
            index.commit(OFFSETS);
        }
        try (LuceneMatchIndex index = open("2")) {
            assertThat(index.ids()).containsExactly("b");
        }
    }

    @Test
    void shouldBuildAnewWithOtherSettings() throws IOException {
        fill("1");
        IndexSettings others = SETTINGS.withVectors(SETTINGS.exactVectors() + 1, SETTINGS.precision());
        try (LuceneMatchIndex index = LuceneMatchIndex.open(directory, others, "1")) {
            assertThat(index.size()).isZero();
            assertThat(index.committed()).isEmpty();
        }
    }

    @Test
    void shouldBuildADamagedIndexAnew() throws IOException {
        fill("1");
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            if (content.length == 0) {
                continue; // the lock
            }
            for (int place : new int[] {0, content.length / 2, content.length - 1}) {
                byte[] damaged = content.clone();
                damaged[place] ^= 0x10;
                restoreAfter(file, damaged);
            }
            restoreAfter(file, new byte[0]);
            restoreAfter(file, null);
        }
    }

    private void restoreAfter(Path file, byte @Nullable [] damaged) throws IOException {
        Path saved = Files.createTempDirectory(directory.getParent(), "saved");
        for (Path one : files()) {
            Files.copy(one, saved.resolve(one.getFileName()));
        }
        if (damaged == null) {
            Files.delete(file);
        } else {
            Files.write(file, damaged);
        }
        try (LuceneMatchIndex index = open("1")) {
            assertThat(index.committed()).as("after damage to %s", file).isEmpty();
            assertThat(index.size()).isZero();
            index.put(job("b", "Java", ""));
            index.commit(Map.of());
        }
        try (LuceneMatchIndex index = open("1")) {
            assertThat(index.ids()).containsExactly("b");
        }
        for (Path one : files()) {
            Files.delete(one);
        }
        try (Stream<Path> all = Files.list(saved)) {
            for (Path one : all.toList()) {
                Files.move(one, directory.resolve(one.getFileName()));
            }
        }
        Files.delete(saved);
    }

    @Test
    void shouldLeaveOtherFilesAlone() throws IOException {
        fill("1");
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Files.writeString(directory.resolve("segments_2"), "damaged");

        try (LuceneMatchIndex index = open("1")) {
            assertThat(index.size()).isZero();
        }
        assertThat(directory.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void shouldRefuseASecondOpener() throws IOException {
        try (LuceneMatchIndex index = open("1")) {
            index.put(job("a", "", ""));
            assertThatThrownBy(() -> open("1"))
                    .isInstanceOf(FileException.class)
                    .hasMessage(
                            directory + ": another process has this index open; end it, or choose another directory");
            index.commit(OFFSETS);
        }
        open("1").close();
    }

    @Test
    void shouldHideItsFilesFromOthers() throws IOException {
        directory = directory.resolve("deep/er");
        fill("1");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldSayThatTheDirectoryIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> LuceneMatchIndex.open(file, SETTINGS, "1"))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void shouldReopenAQuantizedGraph() throws IOException {
        IndexSettings quantized = SETTINGS.withVectors(0, VectorPrecision.INT8);
        try (LuceneMatchIndex index = LuceneMatchIndex.open(directory, quantized, "1")) {
            index.put(job("a", "", "").withVector(new float[] {0.6f, 0.8f}));
            index.commit(OFFSETS);
        }
        try (LuceneMatchIndex index = LuceneMatchIndex.open(directory, quantized, "1")) {
            Hits hits = index.search(resume("").withVector(new float[] {1, 0}), 5, MatchFilter.none());
            assertThat(hits.dense()).containsExactly(new Hit("a", 0.6f, 1));
        }
    }

    private void fill(String version) throws IOException {
        try (LuceneMatchIndex index = open(version)) {
            index.put(job("a", "Java", "text").withVector(new float[] {0.6f, 0.8f}));
            index.put(job("c", "Python", "text"));
            index.commit(OFFSETS);
        }
    }

    private LuceneMatchIndex open(String version) throws FileException {
        return LuceneMatchIndex.open(directory, SETTINGS, version);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }
}
