package io.rolestream.system.installation;

import io.rolestream.embedded.EmbeddedKafkaMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Broker and schema registry in a process of their own, which comes back on the same directory and ports. */
public final class Broker implements Endpoints, AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final String READY = "ready ";

    private final Path directory;
    private final Path logs;
    private ChildProcess process;
    private final String bootstrapServers;
    private final String registryUrl;
    private int starts;

    /** Starts it; returns when clients can connect. */
    public Broker(Path directory, Path logs) throws IOException, InterruptedException {
        this.directory = directory;
        this.logs = logs;
        this.process = start(List.of());
        String[] ready = awaitReady(process);
        this.bootstrapServers = ready[1];
        this.registryUrl = ready[2];
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String registryUrl() {
        return registryUrl;
    }

    /** SIGKILL; it does not come back. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGSTOP: its connections stay, and it answers nothing any more. */
    public void suspend() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    /** SIGKILL, and at once a new process in its place; returns when clients can connect. */
    public void killAndRestart() throws IOException, InterruptedException {
        process.kill();
        process = start(List.of("--port", port(bootstrapServers), "--registry-port", port(registryUrl)));
        awaitReady(process);
    }

    private ChildProcess start(List<String> ports) throws IOException {
        List<String> arguments = new ArrayList<>(ports);
        arguments.addAll(List.of("--data", directory.resolve("broker").toString()));
        Path output = logs.resolve("broker-" + ++starts + ".log");
        return ChildProcess.start(output, directory.resolve("broker-tmp"), EmbeddedKafkaMain.class, arguments);
    }

    private static String[] awaitReady(ChildProcess process) throws IOException, InterruptedException {
        try {
            return process.awaitLine(line -> line.startsWith(READY), START_TIMEOUT)
                    .orElseThrow(() -> new IllegalStateException("the broker does not start: " + process))
                    .split(" ");
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static String port(String address) {
        return address.replaceAll(".*:(\\d+)/?", "$1");
    }

    @Override
    public void close() {
        process.close();
    }
}
