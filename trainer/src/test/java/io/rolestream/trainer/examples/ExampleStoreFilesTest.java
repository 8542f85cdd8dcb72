package io.rolestream.trainer.examples;

import static io.rolestream.trainer.examples.Samples.NOON;
import static io.rolestream.trainer.examples.Samples.apply;
import static io.rolestream.trainer.examples.Samples.judged;
import static io.rolestream.trainer.examples.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.split.ExampleSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The database as files: what they show, how large they are, and who may open them. */
class ExampleStoreFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private ExampleStore store;

    @BeforeEach
    void open() {
        store = ExampleStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepItsDirectoryFromOtherUsers() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

        ExampleStore.open(shared).close();

        assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldLeaveNoTraceOfAForgottenTextInItsFiles() throws IOException {
        Change[] changes = IntStream.range(0, 3_000)
                .mapToObj(i -> judged("id" + i, "secret%04d ".formatted(i).repeat(5 + i % 300), "X"))
                .toArray(Change[]::new);
        for (int i = 0; i < changes.length; i += 100) {
            apply(store, List.of(changes).subList(i, i + 100).toArray(Change[]::new));
        }
        for (int i = 0; i < 3_000; i += i % 7 == 0 ? 1 : 2) {
            if (i % 5 != 0) {
                apply(store, new Change.Forgotten("id" + i));
            }
        }
        List<String> kept = read(store).stream()
                .map(example -> example.text().substring(0, 10))
                .toList();
        assertThat(store.scrub()).isTrue();

        Set<String> found = new HashSet<>();
        Pattern.compile("secret\\d{4}").matcher(contentOfFiles()).results().forEach(text -> found.add(text.group()));
        assertThat(kept).hasSizeBetween(500, 2_500);
        assertThat(found).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void shouldGiveSpaceBack() {
        apply(store, many(3_000));
        store.scrub();
        long before = statistics().bytes();
        sweepAll(new Retention(Duration.ZERO, 10));
        store.scrub();

        assertThat(statistics().bytes()).isLessThan(before / 2);
    }

    @Test
    void shouldLetOneAloneAccumulate() {
        assertThatThrownBy(() -> ExampleStore.open(directory))
                .isInstanceOf(ExampleStoreException.class)
                .hasMessageStartingWith("Another trainer accumulates examples in " + directory);
    }

    @Test
    void shouldBeReadableWhetherItIsOpenOrNot() {
        apply(store, judged("a", "Java", "X"));
        assertThat(statistics().texts()).isEqualTo(1);
        store.close();
        assertThat(statistics().texts()).isEqualTo(1);
        store = ExampleStore.open(directory);
        assertThat(read(store)).hasSize(1);
    }

    @Test
    void shouldSayThatThereIsNoStore() {
        Path empty = directory.resolve("empty");
        assertThatThrownBy(() -> ExampleReader.open(empty))
                .isInstanceOf(ExampleStoreException.class)
                .hasMessageStartingWith("There are no examples in " + empty);
        assertThat(empty).doesNotExist();
    }

    @Test
    void shouldRefuseAFileThatIsNoStore() throws Exception {
        Path damaged = Files.createDirectories(directory.resolve("damaged"));
        Files.writeString(damaged.resolve("examples.db"), "no database, but long enough to look like one".repeat(50));
        assertThatThrownBy(() -> ExampleStore.open(damaged))
                .isInstanceOf(ExampleStoreException.class)
                .hasMessageEndingWith("delete it, and the trainer reads everything again from the topics");

        Path other = Files.createDirectories(directory.resolve("other"));
        execute(other, "CREATE TABLE music (title TEXT)");
        assertThatThrownBy(() -> ExampleStore.open(other)).hasMessageContaining("is a database, but not of examples");

        ExampleStore.open(directory.resolve("newer")).close();
        execute(directory.resolve("newer"), "PRAGMA user_version = 99");
        assertThatThrownBy(() -> ExampleReader.open(directory.resolve("newer")))
                .hasMessageContaining("has format 99, but this program reads format 3");
    }

    @Test
    void shouldConvertTheFormInWhichValidationWasCalledHoldOut() throws Exception {
        apply(store, many(60));
        Map<ExampleSplit, Long> before = statistics().bySplit();
        assertThat(before.get(ExampleSplit.VALIDATION)).isPositive();
        store.close();
        execute(directory, "UPDATE contents SET split = 'HOLD_OUT' WHERE split = 'VALIDATION'");
        execute(directory, "PRAGMA user_version = 2");
        assertThatThrownBy(() -> ExampleReader.open(directory))
                .hasMessageEndingWith("start its trainer, which converts it");

        store = ExampleStore.open(directory);

        assertThat(statistics().bySplit()).isEqualTo(before);
    }

    private static void execute(Path directory, String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("examples.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Change[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> judged("id" + i, "text " + i, "X"))
                .toArray(Change[]::new);
    }

    private int sweepAll(Retention retention) {
        int sum = 0;
        for (int dropped = -1; dropped != 0; sum += dropped) {
            dropped = store.sweep(retention, NOON.plus(Duration.ofDays(1)));
        }
        return sum;
    }

    private ExampleStatistics statistics() {
        try (ExampleReader reader = ExampleReader.open(directory)) {
            return reader.statistics();
        }
    }

    private String contentOfFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            var bytes = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return bytes.toString();
        }
    }
}
