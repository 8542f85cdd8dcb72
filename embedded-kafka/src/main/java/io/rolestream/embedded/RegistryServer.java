package io.rolestream.embedded;

import com.sun.net.httpserver.HttpServer;
import io.rolestream.common.service.HttpServers;
import io.rolestream.schemas.registry.LocalSchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a registry over HTTP on the loopback address, under Confluent's paths. */
public final class RegistryServer implements AutoCloseable {
    private static final int THREADS = 4;

    private final HttpServer http;
    private final ExecutorService threads;

    private RegistryServer(HttpServer http, ExecutorService threads) {
        this.http = http;
        this.threads = threads;
    }

    /**
     * @param port 0 for any free one
     * @param option names the port's setting in errors
     * @throws EmbeddedKafkaException if the port is taken
     */
    public static RegistryServer start(LocalSchemaRegistry registry, int port, String option) {
        HttpServer http;
        try {
            http = HttpServers.create(Ports.loopback(Ports.checked(port, option)));
        } catch (IOException e) {
            throw Ports.taken(port, option, e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            var thread = new Thread(task, "schema-registry");
            thread.setDaemon(true);
            return thread;
        });
        http.setExecutor(threads);
        http.createContext("/", new RegistryHandler(new RegistryRoutes(registry)));
        http.start();
        return new RegistryServer(http, threads);
    }

    public URI url() {
        return URI.create("http://%s:%d".formatted(Ports.HOST, http.getAddress().getPort()));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
