package io.rolestream.engine.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hub on this machine with one model. It lists files and serves them as the real one does: small files itself, with
 * their git id as ETag, weights by a redirect to a second server, with their SHA-256. Faults can be planted, one for
 * each request of a file.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String LISTING = "the listing";

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    private final String model;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub;
    private final HttpServer storage;

    /** Answers one request in place of the server. */
    @FunctionalInterface
    interface Fault {
        void answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    /** What a server was asked. */
    record Request(
            boolean atHub,
            String path,
            @Nullable String range,
            @Nullable String authorization) {}

    FakeHub(String model) throws IOException {
        this.model = model;
        hub = server();
        storage = server();
        hub.createContext("/", this::answerHub);
        storage.createContext("/", this::answerStorage);
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        return server;
    }

    /** Gives the hub a complete small checkpoint; its weights have this many bytes and some more. */
    FakeHub withCheckpoint(Path scratch, int weightBytes) throws IOException {
        Path config = scratch.resolve("config.json");
        Bert.roberta(100, 8, 1, 2, 16, 32).write(config);
        put("config.json", Files.readAllBytes(config));
        put("tokenizer.json", "{}".getBytes(StandardCharsets.UTF_8));
        put("tokenizer_config.json", "{ }".getBytes(StandardCharsets.UTF_8));
        put("model.safetensors", weights(scratch, "x", weightBytes));
        put("README.md", "text".getBytes(StandardCharsets.UTF_8));
        put("pytorch_model.bin", new byte[10]);
        return this;
    }

    static byte[] weights(Path scratch, String tensor, int bytes) throws IOException {
        float[] values = new float[bytes / 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = scratch.resolve("weights");
        SafetensorsWriter.write(
                file, List.of(OutgoingTensor.of(tensor, DType.F32, new long[] {values.length}, values)));
        return Files.readAllBytes(file);
    }

    void put(String name, byte[] content) {
        files.put(name, content);
    }

    void remove(String name) {
        files.remove(name);
    }

    byte[] content(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException(name);
        }
        return content;
    }

    /** Plants faults for the next requests of a file, or of {@link #LISTING}. */
    void plant(String file, Fault... planted) {
        faults.computeIfAbsent(file, f -> new ArrayDeque<>()).addAll(Arrays.asList(planted));
    }

    URI endpoint() {
        return address(hub);
    }

    URI storage() {
        return address(storage);
    }

    private static URI address(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    List<Request> requests() {
        return requests;
    }

    /** Requests of a file's content, in order. */
    List<Request> requestsFor(String file) {
        return requests.stream()
                .filter(r -> r.path().endsWith("/" + file) && r.atHub() == isSmall(file))
                .toList();
    }

    private static boolean isSmall(String file) {
        return !file.endsWith(".safetensors");
    }

    private void answerHub(HttpExchange exchange) throws IOException {
        record(exchange, true);
        String path = exchange.getRequestURI().getRawPath();
        String prefix = "/" + model + "/resolve/" + COMMIT + "/";
        if (path.startsWith("/api/models/" + model + "/revision/")) {
            if (!fault(LISTING, exchange, new byte[0])) {
                send(exchange, 200, listing());
            }
        } else if (path.startsWith(prefix) && files.containsKey(path.substring(prefix.length()))) {
            serve(exchange, path.substring(prefix.length()));
        } else {
            exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
            send(exchange, 404, new byte[0]);
        }
    }

    private byte[] listing() throws IOException {
        return new ObjectMapper()
                .writeValueAsBytes(Map.of(
                        "id", model,
                        "sha", COMMIT,
                        "siblings",
                                files.keySet().stream()
                                        .map(f -> Map.of("rfilename", f))
                                        .toList()));
    }

    private void serve(HttpExchange exchange, String file) throws IOException {
        byte[] content = content(file);
        if (!isSmall(file)) {
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
            exchange.getResponseHeaders().set("Location", storage() + "/cdn/" + file + "?signature=secret");
            send(exchange, 302, new byte[0]);
            return;
        }
        exchange.getResponseHeaders().set("ETag", "W/\"" + gitId(content) + "\"");
        if (!fault(file, exchange, content)) {
            sendRange(exchange, content);
        }
    }

    private void answerStorage(HttpExchange exchange) throws IOException {
        record(exchange, false);
        String file = exchange.getRequestURI().getPath().substring("/cdn/".length());
        exchange.getResponseHeaders().set("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
        if (!fault(file, exchange, content(file))) {
            sendRange(exchange, content(file));
        }
    }

    private void record(HttpExchange exchange, boolean atHub) {
        requests.add(new Request(
                atHub,
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestHeaders().getFirst("Range"),
                exchange.getRequestHeaders().getFirst("Authorization")));
    }

    private boolean fault(String file, HttpExchange exchange, byte[] content) throws IOException {
        Deque<Fault> planted = faults.get(file);
        Fault fault = null;
        if (planted != null) {
            synchronized (planted) {
                fault = planted.poll();
            }
        }
        if (fault == null) {
            return false;
        }
        fault.answer(exchange, content);
        exchange.close();
        return true;
    }

    /** Sends what the request's range asks for, and then breaks off. */
    static Fault breakAfter(int bytes) {
        return (exchange, content) -> {
            int from = from(exchange);
            int total = content.length - from;
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, total);
            exchange.getResponseBody().write(content, from, Math.min(bytes, total));
            exchange.getResponseBody().flush();
        };
    }

    /** Sends the whole of another content whatever the range. */
    static Fault instead(byte[] other) {
        return (exchange, content) -> send(exchange, 200, other);
    }

    /** Sends the whole content whatever the range. */
    static Fault ignoreRange() {
        return (exchange, content) -> send(exchange, 200, content);
    }

    /** Answers with a status and headers. */
    static Fault status(int status, String... headers) {
        return (exchange, content) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(exchange, status, "no".getBytes(StandardCharsets.UTF_8));
        };
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void sendRange(HttpExchange exchange, byte[] content) throws IOException {
        int from = from(exchange);
        if (from == 0) {
            send(exchange, 200, content);
        } else if (from >= content.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
            send(exchange, 416, new byte[0]);
        } else {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            send(exchange, 206, Arrays.copyOfRange(content, from, content.length));
        }
    }

    private static int from(HttpExchange exchange) {
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        return range.matches() ? Integer.parseInt(range.group(1)) : 0;
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(content));
    }

    static String gitId(byte[] content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
