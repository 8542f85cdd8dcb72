package io.rolestream.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apicurio Registry, unpacked by the profile {@code registry}, in a process of its own with its data in memory. */
final class Apicurio implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final URI url;

    private Apicurio(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static Apicurio start(Path directory, Path log) throws Exception {
        int port = Ports.free(0, "Apicurio's port");
        Path jar;
        try (var files = Files.list(directory)) {
            jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dquarkus.http.host=" + Ports.HOST,
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        jar.toString()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var apicurio = new Apicurio(process, URI.create("http://%s:%d/apis/ccompat/v7".formatted(Ports.HOST, port)));
        try {
            apicurio.awaitReady(log);
            return apicurio;
        } catch (Exception e) {
            apicurio.close();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    /** Sets the compatibility that every subject is held to. */
    void setCompatibility(String level) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/config"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\": \"" + level + "\"}"))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Compatibility was not set: " + response.body());
        }
    }

    private void awaitReady(Path log) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/subjects")).build();
        var http = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException ignored) {
                // Not up yet.
            }
            Thread.sleep(200);
        }
        throw new IOException("Apicurio did not start; its output is in " + log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
