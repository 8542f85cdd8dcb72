package io.rolestream.stream.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rolestream.config.ConfigurationException;
import io.rolestream.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Answers {@code GET /live} and {@code GET /ready}. */
public final class HealthServer implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService thread;

    private HealthServer(HttpServer http) {
        this.http = http;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "health");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Starts to answer, if the settings say so.
     *
     * @throws ConfigurationException if the address or the port cannot be had
     */
    public static AutoCloseable start(Settings settings, Health health) {
        int port = settings.integer(HealthConfig.PORT);
        return port == HealthConfig.OFF ? () -> {} : start(settings.string(HealthConfig.HOST), port, health);
    }

    static HealthServer start(String host, int port, Health health) {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    HealthConfig.HOST + ", " + HealthConfig.PORT + ": can't listen on " + host + ":" + port + ": "
                            + e.getMessage(),
                    e);
        }
        HealthServer server = new HealthServer(http);
        http.createContext("/live", exchange -> answer(exchange, "/live", health::isLive, health));
        http.createContext("/ready", exchange -> answer(exchange, "/ready", health::isReady, health));
        http.setExecutor(server.thread);
        http.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String path, BooleanSupplier good, Health health)
            throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            boolean here = exchange.getRequestURI().getPath().equals(path);
            int status = !here ? 404 : !get ? 405 : good.getAsBoolean() ? 200 : 503;
            String text = status == 200 || status == 503 ? health.describe() : "GET /live or GET /ready";
            byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The port that it listens on. */
    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        thread.shutdownNow();
    }
}
