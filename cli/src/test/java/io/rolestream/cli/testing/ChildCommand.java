package io.rolestream.cli.testing;

import io.rolestream.cli.Main;
import io.rolestream.common.service.ServiceRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command in a process of its own, with its output in files. */
public final class ChildCommand implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path directory;

    /** @param directory gets the process's temporary files under {@code tmp}, and {@code out} and {@code err} */
    public ChildCommand(Path directory, String... arguments) throws IOException {
        this.directory = directory;
        Files.createDirectories(temporary());
        List<String> command = new ArrayList<>(Interrupts.BY_DEFAULT);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary()));
        command.addAll(flagsOfTheStartScript());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Begun.class.getName()));
        command.addAll(List.of(arguments));
        this.process = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    /** Leaves a file behind that says that Java has started, and is the command. */
    public static final class Begun {
        private static final String FILE = "begun";

        private Begun() {}

        public static void main(String[] arguments) throws IOException, ClassNotFoundException {
            // Looked up in a long class path, while the distribution has its classes at hand.
            Class.forName(ServiceRunner.class.getName());
            Files.createFile(Path.of(System.getProperty("java.io.tmpdir")).resolveSibling(FILE));
            Main.main(arguments);
        }
    }

    /** Newer versions of Java warn of what Kafka and RocksDB do unless they are told that it is meant. */
    private static List<String> flagsOfTheStartScript() {
        List<String> flags = new ArrayList<>();
        if (Runtime.version().feature() >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= 24) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    public Process process() {
        return process;
    }

    public Path temporary() {
        return directory.resolve("tmp");
    }

    public String out() {
        return read("out");
    }

    public String err() {
        return read("err");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until Java has started. */
    public void awaitMain() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Files.exists(directory.resolve(Begun.FILE)));
    }

    /** Waits until the output holds a text. */
    public void awaitOut(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("the process ended", () -> !process.isAlive())
                .until(() -> out().contains(text));
    }

    /** Waits until standard error holds a text. */
    public void awaitErr(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("the process ended", () -> !process.isAlive())
                .until(() -> err().contains(text));
    }

    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs; it said " + err());
        }
        return process.exitValue();
    }

    /** Sends SIGINT, as Ctrl-C does, and waits for the end. */
    public int interrupt() throws IOException, InterruptedException {
        Interrupts.send(process);
        return awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
