package io.rolestream.system.chaos.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in front of a schema registry and forwards requests, or answers as a broken registry does: with an error, with
 * a web page of a proxy, or not at all.
 */
public final class FaultyRegistry implements AutoCloseable {
    private static final byte[] PAGE =
            "<html><body><h1>Please log in</h1></body></html>".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ERROR =
            "{\"error_code\":50001,\"message\":\"Error in the backend data store\"}".getBytes(StandardCharsets.UTF_8);

    /** How it answers. */
    public enum Answer {
        FORWARDED,
        ERROR_500,
        HTML,
        NONE
    }

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-registry");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http = HttpClient.newHttpClient();
    private Answer answer = Answer.FORWARDED;
    private int faults;

    FaultyRegistry(URI target) throws IOException {
        this.target = target;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized void set(Answer wanted) {
        answer = wanted;
        notifyAll();
    }

    /** How many requests it did not forward. */
    public synchronized int faults() {
        return faults;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (choose()) {
                case FORWARDED -> forward(exchange);
                case ERROR_500 -> reply(exchange, 500, "application/vnd.schemaregistry.v1+json", ERROR);
                case HTML -> reply(exchange, 200, "text/html", PAGE);
                case NONE -> awaitChange();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer choose() {
        faults += answer == Answer.FORWARDED ? 0 : 1;
        return answer;
    }

    /** The exchange is closed without an answer afterwards. */
    private synchronized void awaitChange() throws InterruptedException {
        while (answer == Answer.NONE) {
            wait();
        }
    }

    private void forward(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<byte[]> answered = http.send(request.build(), BodyHandlers.ofByteArray());
        reply(
                exchange,
                answered.statusCode(),
                answered.headers().firstValue("Content-Type").orElse("application/json"),
                answered.body());
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        set(Answer.FORWARDED);
        server.stop(0);
        threads.shutdownNow();
    }
}
