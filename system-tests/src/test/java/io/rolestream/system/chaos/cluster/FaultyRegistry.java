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
    private static final String JSON = "application/vnd.schemaregistry.v1+json";
    private static final String HTML_TYPE = "text/html";
    private static final String PAGE = "<html><body><h1>Please log in</h1></body></html>";

    /** How it answers. */
    public enum Answer {
        FORWARDED(0, "", ""),
        /** Not at all. */
        NONE(0, "", ""),
        /** The connection is closed. */
        CLOSED(0, "", ""),
        /** As a registry that lets nobody register: look-ups are forwarded. */
        NO_REGISTRATION(403, JSON, "{\"error_code\":40301,\"message\":\"User is denied operation Write on Subject\"}"),
        HTML(200, HTML_TYPE, PAGE),
        EMPTY(200, JSON, ""),
        OTHER_JSON(200, JSON, "{\"status\":\"ok\"}"),
        REDIRECT_302(302, HTML_TYPE, PAGE),
        BAD_REQUEST_400(400, JSON, "{\"message\":\"Bad request\"}"),
        UNAUTHORIZED_401(401, JSON, "{\"error_code\":401,\"message\":\"Unauthorized\"}"),
        FORBIDDEN_403(403, JSON, "{\"error_code\":40301,\"message\":\"Forbidden\"}"),
        PAGE_404(404, HTML_TYPE, PAGE),
        NO_ROUTE_404(404, JSON, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"),
        TIMEOUT_408(408, HTML_TYPE, PAGE),
        TOO_MANY_429(429, JSON, "{\"error_code\":429,\"message\":\"Too many requests\"}"),
        ERROR_500(500, JSON, "{\"error_code\":50001,\"message\":\"Error in the backend data store\"}"),
        GATEWAY_503(503, HTML_TYPE, PAGE);

        private final int status;
        private final String type;
        private final byte[] body;

        Answer(int status, String type, String body) {
            this.status = status;
            this.type = type;
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }
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

    public FaultyRegistry(URI target) throws IOException {
        this.target = target;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
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
            Answer chosen = choose(exchange.getRequestURI().getPath());
            switch (chosen) {
                case FORWARDED -> forward(exchange);
                case NONE -> awaitChange();
                case CLOSED -> {} // without an answer
                default -> {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/login");
                    reply(exchange, chosen.status, chosen.type, chosen.body);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer choose(String path) {
        Answer chosen = answer == Answer.NO_REGISTRATION && !path.endsWith("/versions") ? Answer.FORWARDED : answer;
        faults += chosen == Answer.FORWARDED ? 0 : 1;
        return chosen;
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
