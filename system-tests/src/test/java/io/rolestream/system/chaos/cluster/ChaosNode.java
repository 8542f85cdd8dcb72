package io.rolestream.system.chaos.cluster;

import io.rolestream.system.installation.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.jspecify.annotations.Nullable;

/** Broker and controller, one of several, in a process of its own that comes back on the same data and ports. */
public final class ChaosNode implements AutoCloseable {
    private static final String LOGBACK = """
            <configuration>
              <appender name="stdout" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n%ex{short}</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="stdout"/></root>
            </configuration>
            """;

    private final int id;
    private final Path directory;
    private final Path logs;
    private final Path configuration;
    private @Nullable ChildProcess process;
    private int starts;

    /**
     * Formats its storage; nothing runs yet.
     *
     * @param properties beside the log directory
     */
    ChaosNode(int id, String clusterId, Properties properties, Path directory, Path logs) throws IOException {
        this.id = id;
        this.directory = directory;
        this.logs = logs;
        this.configuration = directory.resolve("node.properties");
        Files.createDirectories(directory);
        properties.setProperty("log.dirs", directory.resolve("data").toString());
        try (OutputStream out = Files.newOutputStream(configuration)) {
            properties.store(out, null);
        }
        Files.writeString(directory.resolve("logback.xml"), LOGBACK);
        String[] format = {"format", "--cluster-id", clusterId, "--config", configuration.toString()};
        var said = new ByteArrayOutputStream();
        if (StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
            throw new IOException("node " + id + " cannot be formatted: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    /** Starts it, again or for the first time; returns at once. */
    public void start() throws IOException {
        process = ChildProcess.start(
                logs.resolve("broker-%d-%d.log".formatted(id, ++starts)),
                directory.resolve("tmp"),
                kafka.Kafka.class,
                List.of(configuration.toString()),
                Map.of("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + directory.resolve("logback.xml")));
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        running().kill();
    }

    /**
     * SIGTERM.
     *
     * @return whether it ended in time; it is killed otherwise
     */
    public boolean stop(Duration patience) throws InterruptedException {
        Optional<Integer> exitCode = running().terminate(patience);
        running().kill();
        return exitCode.isPresent();
    }

    public void suspend(Duration time) throws IOException, InterruptedException {
        running().signal("STOP");
        Thread.sleep(time.toMillis());
        running().signal("CONT");
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    private ChildProcess running() {
        if (process == null) {
            throw new IllegalStateException(this + " was not started");
        }
        return process;
    }

    @Override
    public String toString() {
        return "broker-" + id;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
