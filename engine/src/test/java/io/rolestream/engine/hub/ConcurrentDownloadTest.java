package io.rolestream.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConcurrentDownloadTest extends HubFixture {
    private static final int THREADS = 6;
    private static final int PROCESSES = 2;

    @Test
    void shouldDownloadOnceForSeveralThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Path> resolve = () -> BaseModels.resolve(MODEL, settings);
            List<Path> models = new ArrayList<>();
            for (Future<Path> model : threads.invokeAll(Collections.nCopies(THREADS, resolve))) {
                models.add(model.get());
            }
            assertThat(models).hasSize(THREADS).containsOnly(models.get(0));
        } finally {
            threads.shutdownNow();
        }
        assertThat(hub.requests()).hasSize(6);
    }

    @Test
    void shouldDownloadOnceForSeveralProcesses() throws Exception {
        hub.plant("model.safetensors", (exchange, content) -> {
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            FakeHub.send(exchange, 200, content);
        });
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(hub.requests()).hasSize(6);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Download.class.getName(),
                        hub.endpoint().toString(),
                        cache().toString())
                .inheritIO()
                .start();
    }

    /** What each process runs. */
    static final class Download {
        private Download() {}

        public static void main(String[] args) throws IOException {
            BaseModels.resolve(MODEL, settings(URI.create(args[0]), Path.of(args[1]), null));
        }
    }
}
