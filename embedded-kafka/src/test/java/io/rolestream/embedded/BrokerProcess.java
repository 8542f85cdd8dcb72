package io.rolestream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link EmbeddedKafkaMain} in a process of its own. */
final class BrokerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private BrokerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static BrokerProcess start(Path data) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedKafkaMain.class.getName(),
                "--data",
                data.toString()));
        return new BrokerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The words after {@code ready}: bootstrap servers and registry URL. */
    List<String> awaitReady() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready ")) {
                return List.of(line.split(" ")).subList(1, 3);
            }
        }
        throw new IOException("The broker ended before it was ready");
    }

    /** Everything printed until the process ended. */
    String awaitEnd() throws Exception {
        String text = String.join("\n", output.lines().toList());
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IOException("The broker does not end");
        }
        return text;
    }

    int exitCode() {
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    void terminate() {
        process.toHandle().destroy();
    }

    /** Kills it: SIGKILL where there is such a thing. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
