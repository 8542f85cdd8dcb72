package io.rolestream.stream.recommending.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.WordMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobIndexesTest {
    private static final Duration TOMBSTONES = Duration.ofDays(30);
    private static final int CHARS = 1_000;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldHoldWhatWasCommitted() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory)) {
            fill(disk, "1");

            assertThat(jobs(disk, "1")).isPositive();
        }
    }

    @Test
    void shouldBeginAnewForAnotherVersionAndDeleteTheOneBefore() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory)) {
            fill(disk, "1");
            fill(disk, "2");
            assertThat(directories()).hasSize(2);

            try (StoredJobs present = open(disk, "2")) {
                assertThat(present.sources()).isNotNull();
                disk.deleteUnused();
                assertThat(directories()).hasSize(1);
            }
            assertThat(jobs(disk, "2")).isPositive();
            assertThat(jobs(disk, "1")).isZero();
        }
    }

    @Test
    void shouldOpenAnotherOneWhileOneOfTheVersionIsOpen() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory)) {
            fill(disk, "1");
            try (StoredJobs first = open(disk, "1");
                    StoredJobs second = open(disk, "1")) {
                assertThat(first.sources()).isNotNull();
                assertThat(second.sources()).isNull();
                assertThat(directories()).hasSize(2);
            }
        }
    }

    @Test
    void shouldLeaveADirectoryThatAnotherUsesAlone() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory);
                JobIndexes other = new JobIndexes(directory)) {
            fill(disk, "1");

            assertThat(other.open(new WordMatcher("1"), CHARS)).isNull();
            other.deleteUnused();

            assertThat(jobs(disk, "1")).isPositive();
        }
        try (JobIndexes next = new JobIndexes(directory)) {
            assertThat(jobs(next, "1")).isPositive();
        }
    }

    @Test
    void shouldKeepJobsInMemoryWhereTheDiskCannotBeUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (JobIndexes disk = new JobIndexes(file)) {
            assertThat(disk.open(new WordMatcher("1"), CHARS)).isNull();
        }
        try (JobIndexes disk = new JobIndexes(directory);
                StoredJobs lost = open(disk, "1")) {
            assertThat(disk.isLost(new IllegalStateException("something else"))).isFalse();
            assertThat(disk.isLost(new UncheckedIOException(new IOException("disk full"))))
                    .isTrue();
            assertThat(disk.open(new WordMatcher("2"), CHARS)).isNull();
            assertThat(lost.sources()).isNull();
        }
    }

    @Test
    void shouldNotTakeAnInterruptForALostDisk() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory)) {
            fill(disk, "1");
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> open(disk, "1")).isInstanceOf(InterruptedException.class);
                assertThat(disk.isLost(new UncheckedIOException(new ClosedByInterruptException())))
                        .isFalse();
            } finally {
                Thread.interrupted();
            }
            assertThat(jobs(disk, "1")).isPositive();
        }
    }

    @Test
    void shouldBeginAnewWhereAnythingIsDamaged() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory)) {
            fill(disk, "1");
            Path whole = directories().get(0);
            for (int i = 0; i < files(whole).size(); i++) {
                Path file = files(whole).get(i);
                byte[] content = Files.readAllBytes(file);
                if (content.length == 0) {
                    continue; // a lock
                }
                content[content.length / 2] ^= 0x10;
                Files.write(file, content);

                assertThat(jobs(disk, "1")).as("after damage to %s", file).isZero();
                fill(disk, "1");
            }
            Files.delete(table(whole));
            assertThat(jobs(disk, "1")).as("without a table").isZero();
        }
    }

    @Test
    void shouldKeepOneTable() throws Exception {
        try (JobIndexes disk = new JobIndexes(directory)) {
            for (int i = 0; i < 3; i++) {
                fill(disk, "1");
                assertThat(table(directories().get(0))).isRegularFile();
            }
        }
    }

    @Test
    void shouldSayWhyTopicsAreNotThoseThatWereRead() {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        StoredJobs.Sources read = sources("a", List.of(0L, 5L), List.of(10L, 20L), then);

        assertThat(read.problem(sources("a", List.of(0L, 5L), List.of(10L, 25L), then), TOMBSTONES))
                .isNull();
        assertThat(read.problem(sources("b", List.of(0L, 5L), List.of(10L, 25L), then), TOMBSTONES))
                .isEqualTo("jobs was deleted and created again");
        assertThat(read.problem(sources("a", List.of(0L), List.of(10L), then), TOMBSTONES))
                .isEqualTo("jobs has another number of partitions");
        assertThat(read.problem(sources("a", List.of(0L, 5L), List.of(10L, 19L), then), TOMBSTONES))
                .isEqualTo("jobs-1 ends at offset 19, before 20");
        assertThat(read.problem(sources("a", List.of(3L, 5L), List.of(10L, 20L), then), TOMBSTONES))
                .isEqualTo("jobs-0 begins at offset 3, after 0");
    }

    @Test
    void shouldNotBeUsedOnceDeletionsMayHaveLeftTheTopics() {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        StoredJobs.Sources read = sources("a", List.of(0L), List.of(10L), then);

        assertThat(read.problem(sources("a", List.of(0L), List.of(10L), then.plus(Duration.ofDays(26))), TOMBSTONES))
                .isNull();
        assertThat(read.problem(sources("a", List.of(0L), List.of(10L), then.plus(Duration.ofDays(28))), TOMBSTONES))
                .isEqualTo("it was written at 2026-01-01T00:00:00Z, and topics keep deletions for PT720H");
        assertThat(read.problem(sources("a", List.of(0L), List.of(10L), then.minusSeconds(1)), TOMBSTONES))
                .isEqualTo("it was written in the future, at 2026-01-01T00:00:00Z");
    }

    private static StoredJobs.Sources sources(String id, List<Long> beginnings, List<Long> offsets, Instant at) {
        return new StoredJobs.Sources(
                new StoredJobs.Source(id, beginnings, offsets), new StoredJobs.Source("l", beginnings, offsets), at);
    }

    private static StoredJobs open(JobIndexes disk, String version) throws InterruptedException {
        return Objects.requireNonNull(disk.open(new WordMatcher(version), CHARS));
    }

    private static void fill(JobIndexes disk, String version) throws InterruptedException {
        JobLog log = new JobLog(new WordMatcher(version), 1, 40, 6);
        Random random = new Random(1);
        try (JobLog.Reader reader = log.new Reader(open(disk, version))) {
            while (!reader.isAtEnd()) {
                reader.read(random);
            }
            reader.commit();
        }
    }

    /** How many jobs are read from the disk. */
    private static int jobs(JobIndexes disk, String version) throws InterruptedException {
        try (StoredJobs stored = open(disk, version)) {
            IndexedTexts texts = new IndexedTexts(new WordMatcher(version), stored);
            assertThat(texts.size(Side.JOB) > 0).isEqualTo(stored.sources() != null);
            return texts.size(Side.JOB);
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static List<Path> files(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path table(Path path) throws IOException {
        List<Path> tables = files(path).stream()
                .filter(file -> file.getFileName().toString().startsWith("table-"))
                .toList();
        assertThat(tables).hasSize(1);
        return tables.get(0);
    }
}
