package io.rolestream.cli.crash;

import io.rolestream.cli.Rolestream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code rolestream stream} in a process of its own, which comes back under the same name with the same state directory. */
final class StreamService implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Path directory;
    private final Path logs;
    private final List<String> arguments;
    private ChildProcess process;
    private int starts;
    private int gaveUp;

    /** Starts it; returns at once. */
    StreamService(String name, Path directory, Path logs, Broker broker, Map<String, String> settings)
            throws IOException {
        this.name = name;
        this.directory = directory;
        this.logs = logs;
        this.arguments = arguments(broker, settings);
        this.process = start();
    }

    String name() {
        return name;
    }

    /** Waits until it says that it labels; where it gives up before, starts it again, as its supervisor would. */
    void awaitLabelling() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(START_TIMEOUT);
        while (process.awaitLine("labelling ", START_TIMEOUT).isEmpty() || !process.isAlive()) {
            if (process.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("the service does not label: " + this);
            }
            gaveUp++;
            process = start();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How often it ended without being told to. */
    int gaveUp() {
        return gaveUp;
    }

    /** SIGKILL, and at once a new process in its place. */
    void killAndRestart() throws IOException, InterruptedException {
        gaveUp += process.isAlive() ? 0 : 1;
        process.kill();
        process = start();
    }

    /**
     * SIGTERM, and a new process in its place as soon as it has ended.
     *
     * @return the exit code; empty if it had to be killed
     */
    Optional<Integer> terminateAndRestart(Duration patience) throws IOException, InterruptedException {
        Optional<Integer> exitCode = process.terminate(patience);
        process.kill();
        process = start();
        return exitCode;
    }

    private ChildProcess start() throws IOException {
        Path output = logs.resolve(name + "-" + ++starts + ".log");
        return ChildProcess.start(output, directory.resolve(name + "-tmp"), Rolestream.class, arguments);
    }

    private List<String> arguments(Broker broker, Map<String, String> settings) {
        List<String> result = new ArrayList<>(List.of(
                "stream",
                "--verbose",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--schema-registry-url",
                broker.registryUrl(),
                "-s",
                "instance.id=" + name,
                "-s",
                "state.directory=" + directory.resolve(name)));
        settings.forEach((key, value) -> result.addAll(List.of("-s", key + "=" + value)));
        return result;
    }

    @Override
    public String toString() {
        return name + ", " + process;
    }

    @Override
    public void close() {
        process.close();
    }
}
