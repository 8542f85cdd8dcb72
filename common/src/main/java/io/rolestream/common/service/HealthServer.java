package io.rolestream.common.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rolestream.common.config.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Serves {@code GET /live}, {@code GET /ready} and {@code GET /metrics}, the last in Prometheus' text format. */
public final class HealthServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /** Many threads, which end when they are idle, so that slow clients do not delay the liveness probe. */
    static final int THREADS = 64;

    private static final int IDLE_SECONDS = 10;

    private final HttpServer http;
    private final ThreadPoolExecutor threads;

    /** What is said. */
    private record Answer(int status, String type, String body) {}

    /** Called once per request. */
    @FunctionalInterface
    private interface Page {
        Answer answer();
    }

    private HealthServer(HttpServer http) {
        this.http = http;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "health");
                    made.setDaemon(true);
                    return made;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts the server, if configured.
     *
     * @param meters the registry to export
     * @throws ConfigurationException if it cannot listen on the address and port
     */
    public static AutoCloseable start(HealthSettings settings, Service service, PrometheusMeterRegistry meters) {
        return settings.port() == HealthConfig.OFF
                ? () -> {}
                : start(settings.host(), settings.port(), service, meters);
    }

    static HealthServer start(String host, int port, Service service, PrometheusMeterRegistry meters) {
        HttpServer http;
        try {
            http = HttpServers.create(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    HealthConfig.HOST + ", " + HealthConfig.PORT + ": can't listen on " + host + ":" + port + ": "
                            + e.getMessage(),
                    e);
        }
        HealthServer server = new HealthServer(http);
        server.serve("/live", () -> state(service::isLive, service));
        server.serve("/ready", () -> state(service::isReady, service));
        server.serve("/metrics", () -> new Answer(200, PROMETHEUS, meters.scrape(PROMETHEUS)));
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    private static Answer state(BooleanSupplier good, Service service) {
        return new Answer(good.getAsBoolean() ? 200 : 503, TEXT, service.describe() + "\n");
    }

    private void serve(String path, Page page) {
        http.createContext(path, exchange -> {
            boolean get = exchange.getRequestMethod().equals("GET");
            boolean here = exchange.getRequestURI().getPath().equals(path);
            if (get && here) {
                send(exchange, page.answer());
            } else {
                send(exchange, new Answer(here ? 405 : 404, TEXT, "GET /live, GET /ready or GET /metrics\n"));
            }
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The server's port. */
    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
