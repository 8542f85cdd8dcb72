package io.rolestream.schemas.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that gives prepared answers in turn and keeps what it was asked. */
final class ScriptedRegistry implements AutoCloseable {
    record Request(String line, String authorization, String contentType, String body) {}

    private record Answer(int status, String body, @Nullable String location) {}

    private static final String STALLED = "stalled";

    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer http;

    ScriptedRegistry() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.start();
    }

    ScriptedRegistry answer(int status, String body) {
        answers.add(new Answer(status, body, null));
        return this;
    }

    ScriptedRegistry redirect(int status, String location) {
        answers.add(new Answer(status, "", location));
        return this;
    }

    /** Answers with the beginning of a body that never ends. */
    ScriptedRegistry stall() {
        return answer(200, STALLED);
    }

    List<Request> requests() {
        return requests;
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/apis/ccompat/v7";
    }

    RegistryConfig config() {
        return RegistryConfig.of(URI.create(url())).withRetries(3, Duration.ofMillis(5));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var next = answers.poll();
            var answer = next == null ? new Answer(500, "no answer prepared", null) : next;
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            if (answer.location() != null) {
                exchange.getResponseHeaders().set("Location", answer.location());
            }
            boolean stalled = answer.body().equals(STALLED);
            exchange.sendResponseHeaders(answer.status(), body.length + (stalled ? 1 : 0));
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            if (stalled) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
    }
}
