package io.rolestream.system.installation;

import io.rolestream.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service of the command line in a process of its own, which comes back under the same name with the same settings.
 */
public abstract class ServiceProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Path directory;
    private final Path logs;
    private final String ready;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private ChildProcess process;
    private int starts;
    private int gaveUp;

    /**
     * Starts it; returns at once.
     *
     * @param command of the command line
     * @param ready part of a line that it prints when it works
     * @param environment variables beside those of this process
     */
    public ServiceProcess(
            String command,
            String ready,
            String name,
            Path directory,
            Path logs,
            Endpoints broker,
            Map<String, String> settings,
            Map<String, String> environment)
            throws IOException {
        this.name = name;
        this.directory = directory;
        this.logs = logs;
        this.ready = ready;
        this.environment = environment;
        this.arguments = new ArrayList<>(List.of(
                command,
                "--verbose",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--schema-registry-url",
                broker.registryUrl(),
                "-s",
                "instance.id=" + name));
        settings.forEach((key, value) -> arguments.addAll(List.of("-s", key + "=" + value)));
        this.process = start();
    }

    public String name() {
        return name;
    }

    public ChildProcess process() {
        return process;
    }

    /** As {@link #awaitReady(Duration)}, on a cluster without faults. */
    public void awaitReady() throws IOException, InterruptedException {
        awaitReady(START_TIMEOUT);
    }

    /** Waits until it says that it works; where it gives up before, starts it again, as its supervisor would. */
    public void awaitReady(Duration patience) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (process.awaitLine(line -> line.contains(ready), patience).isEmpty() || !process.isAlive()) {
            if (process.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("the service does not begin to work: " + this);
            }
            revive();
        }
    }

    /**
     * Starts it again if it has ended by itself, as its supervisor would.
     *
     * @return whether it had
     */
    public boolean revive() throws IOException {
        if (process.isAlive()) {
            return false;
        }
        gaveUp++;
        process = start();
        return true;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** How often it ended without being told to. */
    public int gaveUp() {
        return gaveUp;
    }

    /** SIGKILL, and at once a new process in its place. */
    public void killAndRestart() throws IOException, InterruptedException {
        kill();
        startAgain();
    }

    /** SIGKILL; {@link #startAgain} is next. */
    public void kill() throws InterruptedException {
        gaveUp += process.isAlive() ? 0 : 1;
        process.kill();
    }

    /** A new process in the place of the one that was killed. */
    public void startAgain() throws IOException {
        process = start();
    }

    /**
     * SIGTERM, and a new process in its place as soon as it has ended.
     *
     * @return the exit code; empty if it had to be killed
     */
    public Optional<Integer> terminateAndRestart(Duration patience) throws IOException, InterruptedException {
        Optional<Integer> exitCode = process.terminate(patience);
        process.kill();
        process = start();
        return exitCode;
    }

    /** SIGSTOP, and SIGCONT after a while: a process that knows nothing of what happened meanwhile. */
    public void suspend(Duration time) throws IOException, InterruptedException {
        process.signal("STOP");
        Thread.sleep(time.toMillis());
        process.signal("CONT");
    }

    private ChildProcess start() throws IOException {
        Path output = logs.resolve(name + "-" + ++starts + ".log");
        return ChildProcess.start(output, directory.resolve(name + "-tmp"), Main.class, arguments, environment);
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
