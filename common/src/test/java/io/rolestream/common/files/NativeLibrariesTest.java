package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directories that a process chooses, each time in a process of its own, since it chooses once. */
@DisabledOnOs(OS.WINDOWS)
class NativeLibrariesTest {
    private static final int NOBODY = 65534;

    private final Path home;
    private final Path temporary;

    NativeLibrariesTest(@TempDir Path directory) {
        home = directory.resolve("home");
        temporary = directory.resolve("tmp");
    }

    /** Prints the directories or the refusal, unpacks a file, and ends when its input does. */
    static final class Unpacking {
        private Unpacking() {}

        public static void main(String[] arguments) throws IOException {
            try {
                NativeLibraries.prepare();
            } catch (NativeLibraryException e) {
                System.out.println("refused: " + e.getMessage());
                return;
            }
            Path own = Path.of(System.getProperty("java.io.tmpdir"));
            Files.writeString(own.resolve("library.so"), "x").toFile().deleteOnExit();
            System.out.println(
                    System.getProperty("DJL_CACHE_DIR") + " " + own + " " + System.getProperty("ZstdTempFolder"));
            var unused = System.in.read();
        }
    }

    private record Child(Process process, String line) {
        void end() throws IOException, InterruptedException {
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        }

        Path place(int which) {
            return Path.of(line.split(" ")[which]);
        }
    }

    private Child start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + home,
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unpacking.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeAll(List.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        return new Child(process, String.valueOf(out.readLine()));
    }

    @BeforeEach
    void create() throws IOException {
        Files.createDirectory(home);
        Files.createDirectory(temporary);
    }

    @Test
    void shouldChooseDirectoriesThatNobodyElseCanOpen() throws Exception {
        Child child = start(Map.of());

        assertThat(child.place(0)).isEqualTo(home.resolve(".rolestream/native"));
        assertThat(child.place(1)).hasParent(temporary).isEqualTo(child.place(2));
        assertThat(List.of(mode(home.resolve(".rolestream")), mode(child.place(0)), mode(child.place(1))))
                .containsOnly("rwx------");

        child.end();
        assertThat(temporary).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"home", "tmp", "home/given"})
    void shouldRefuseADirectoryThatOthersCanWrite(String name) throws Exception {
        Path open = Files.createDirectories(home.resolveSibling(name));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        Child child = start(name.endsWith("given") ? Map.of("DJL_CACHE_DIR", open.toString()) : Map.of());

        assertThat(child.line()).startsWith("refused:").contains(open + " can be written by other users (mode 0777)");
        child.end();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws Exception {
        Path planted = Files.createDirectories(home.resolve(".rolestream/native"));
        assumeTrue(isGivenAway(planted), "only root can give a directory to another user");

        Child child = start(Map.of());

        assertThat(child.line()).startsWith("refused:").contains("belongs to another user (uid " + NOBODY + ")");
        child.end();
    }

    @Test
    void shouldRefuseLibrariesThatOthersCanWrite() throws Exception {
        Path given = Files.createDirectories(home.resolve("given/pytorch"));
        Path library = Files.createFile(given.resolve("libtorch.so"));
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-rw-rw-"));

        Child child = start(Map.of("DJL_CACHE_DIR", home.resolve("given").toString()));

        assertThat(child.line()).startsWith("refused:").contains("libtorch.so can be written by other users");
        child.end();
    }

    @Test
    void shouldUseWhatAnAdministratorHasInstalled() throws Exception {
        Path installed = Files.createDirectory(home.resolve("installed"));
        Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("r-xr-xr-x"));

        Child child = start(Map.of("DJL_CACHE_DIR", installed.toString()));

        assertThat(child.line()).startsWith("null ");
        assertThat(mode(installed)).isEqualTo("r-xr-xr-x");
        child.end();
    }

    @Test
    void shouldNeverUseANameThatOthersCanGuess() throws Exception {
        Files.createDirectory(temporary.resolve(".djl.ai"));
        Files.delete(home);

        Child child = start(Map.of());

        assertThat(child.place(0)).hasParent(child.place(1));
        Files.createDirectories(child.place(0).resolve("pytorch"));
        child.end();
        assertThat(names()).containsExactly(".djl.ai");
    }

    @Test
    void shouldDeleteWhatAKilledProcessHasLeftAndNothingElse() throws Exception {
        Path other = Files.createDirectory(temporary.resolve("rolestream-tmp-mine"));
        Files.writeString(other.resolve("file"), "x");
        Child killed = start(Map.of());
        Child running = start(Map.of());
        killed.process().destroyForcibly().waitFor();

        start(Map.of()).end();

        assertThat(names()).containsExactlyInAnyOrder("rolestream-tmp-mine", name(running.place(1)));
        running.end();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.map(NativeLibrariesTest::name).toList();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static boolean isGivenAway(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", NOBODY);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
