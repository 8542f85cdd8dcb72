package io.rolestream.stream.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A schema registry that accepts any text as a schema, as one does whose other users are strangers. */
public final class LenientRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> schemas = new ArrayList<>();
    private final Set<String> registered = new HashSet<>();
    private final HttpServer http;

    public LenientRegistry() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** The schema's id. */
    public synchronized int register(String subject, String schema) {
        registered.add(subject + " " + schema);
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            Map<String, ?> answer = path[1].equals("schemas")
                    ? byId(Integer.parseInt(path[3]))
                    : subject(path[2], path.length > 3, JSON.readTree(exchange.getRequestBody()));
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(answer.containsKey("error_code") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Map<String, ?> byId(int id) {
        return id <= schemas.size() ? Map.of("schema", schemas.get(id - 1)) : Map.of("error_code", 40403);
    }

    private synchronized Map<String, ?> subject(String subject, boolean register, JsonNode body) {
        String schema = body.path("schema").asText();
        return register || registered.contains(subject + " " + schema)
                ? Map.of("id", register(subject, schema))
                : Map.of("error_code", 40401);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
