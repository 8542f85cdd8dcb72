package io.rolestream.system.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A Java program in a process of its own, its output in a file. */
public final class ChildProcess implements AutoCloseable {
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** As {@link #start(Path, Path, Class, List, Map)}, with the environment of this process. */
    public static ChildProcess start(Path output, Path temporary, Class<?> main, List<String> arguments)
            throws IOException {
        return start(output, temporary, main, arguments, Map.of());
    }

    /**
     * @param output file for standard output and standard error
     * @param temporary directory for temporary files, of which a killed process leaves some behind
     * @param environment variables beside those of this process
     */
    public static ChildProcess start(
            Path output, Path temporary, Class<?> main, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Leash.class.getName(),
                Long.toString(ProcessHandle.current().pid()),
                main.getName()));
        command.addAll(arguments);
        Files.createDirectories(temporary);
        Files.createDirectories(output.toAbsolutePath().getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), output);
    }

    /** The first line of output that is like that, once it is there; none if the process ends or patience does. */
    public Optional<String> awaitLine(Predicate<String> which, Duration patience)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (true) {
            boolean last = !process.isAlive() || Instant.now().isAfter(end);
            try (Stream<String> lines = Files.lines(output)) {
                Optional<String> found = lines.filter(which).findFirst();
                if (found.isPresent() || last) {
                    return found;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without a chance to clean up: SIGKILL where there is such a thing. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Asks it to end: SIGTERM where there is such a thing.
     *
     * @return the exit code; empty if it does not end in time
     */
    public Optional<Integer> terminate(Duration patience) throws InterruptedException {
        // Not Process.destroy(): that closes the streams as well.
        process.toHandle().destroy();
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /**
     * Sends it a signal.
     *
     * @param name as {@code kill} knows it, without SIG
     */
    public void signal(String name) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IOException("no SIG" + name + " could be sent to " + this);
        }
    }

    /** A number that Linux tells of it in {@code /proc/PID/status}: {@code VmRSS} in KiB, {@code Threads}. */
    public long status(String field) throws IOException {
        Path file = Path.of("/proc", Long.toString(process.pid()), "status");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + " has no " + field));
        }
    }

    /** Where its output is. */
    @Override
    public String toString() {
        return "process " + process.pid() + ", output in " + output;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
