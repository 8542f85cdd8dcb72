package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whether other users of the machine can read anything that the start command's processes leave behind. */
@Tag("full")
@EnabledOnOs(OS.LINUX)
class PermissionsTest {
    private static final String COMMAND = Path.of("..", "cli", "target", "dist", "bin", "rolestream")
            .toAbsolutePath()
            .toString();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final Path data;
    private final Path temporary;

    PermissionsTest(@TempDir Path directory) {
        this.directory = directory;
        this.data = directory.resolve("data");
        this.temporary = directory.resolve("tmp");
    }

    @BeforeEach
    void createPublicDirectories() throws IOException {
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.createDirectory(temporary, PosixFilePermissions.asFileAttribute(open));
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(open)); // as an older version has left it
    }

    @Test
    void shouldKeepWhatItWritesFromOthers() throws Exception {
        end(start("demo", "--rate", "200", "--count", "400", "--dashboard-port", "0", "--data", data.toString()));
        Path resumes = Files.writeString(directory.resolve("resumes.csv"), "id,skills\na,Java\n");
        end(start(
                "label", resumes.toString(), "--out", data.resolve("labels.csv").toString()));
        String examples = "trainer.data.directory=" + data.resolve("trainer");
        end(start("examples", "export", data.resolve("examples.parquet").toString(), "-s", examples));

        assertThat(data.resolve("trainer/examples.db")).exists();
        assertThat(data.resolve("state")).isNotEmptyDirectory();
        assertThat(readableByOthers()).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldKeepTrainingsModelsAndLibrariesFromOthers() throws Exception {
        Process demo = start("demo", "--rate", "100", "--dashboard-port", "0", "--data", data.toString());
        try {
            Awaitility.await().atMost(PATIENCE).failFast(() -> !demo.isAlive()).until(this::hasModel);
            assertThat(libraries(demo))
                    .anyMatch(path -> path.endsWith("libdjl_torch.so"))
                    .anyMatch(path -> path.contains("rocksdb"))
                    .anyMatch(path -> path.contains("sqlite"))
                    .allMatch(path -> path.startsWith(temporary.toString()) || path.startsWith(lasting()));
        } finally {
            demo.destroyForcibly().waitFor(); // so that nothing is tidied up
        }

        assertThat(readableByOthers()).isEmpty();
        end(start("metrics")); // deletes what the killed process has unpacked
        assertThat(temporary).isEmptyDirectory();
    }

    /** Native libraries that a process has loaded, other than the system's and Java's; a deleted one is as good. */
    private static List<String> libraries(Process process) throws IOException {
        Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.filter(line -> line.contains(".so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .filter(path ->
                            !path.matches("/(usr|lib\\w*)/.*") && !path.startsWith(System.getProperty("java.home")))
                    .distinct()
                    .toList();
        }
    }

    private static String lasting() {
        return Path.of(System.getProperty("user.home"), ".rolestream", "native").toString();
    }

    private boolean hasModel() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.anyMatch(path -> path.endsWith("manifest.json"));
        } catch (UncheckedIOException e) {
            return false; // deleted at that moment
        }
    }

    /** Files and directories on which others have any permission. */
    private List<String> readableByOthers() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path root : List.of(data, temporary)) {
            List<Path> all;
            try (Stream<Path> paths = Files.walk(root)) {
                all = paths.toList();
            }
            for (Path path : all) {
                if (!path.equals(temporary) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
                    if (!OWNER.containsAll(mode)) {
                        found.add(PosixFilePermissions.toString(mode) + " " + path);
                    }
                }
            }
        }
        return found;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "umask 022; exec \"$0\" \"$@\"", COMMAND));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", temporary.toString());
        return builder.start();
    }

    private void end(Process process) throws Exception {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("failed: " + Files.readString(directory.resolve("log")));
        }
    }
}
