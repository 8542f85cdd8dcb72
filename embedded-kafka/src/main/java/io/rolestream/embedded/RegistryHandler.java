package io.rolestream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP and JSON for {@link RegistryRoutes}: parses bodies, writes answers and errors.
 *
 * <p>Every web page that a user of this machine opens can send requests here, unread, and even read the answers if its
 * own name resolves to this machine. So requests of pages are refused: those with a {@code Host} other than this
 * machine's, with an {@code Origin}, or with a body of a type that pages can send without asking.
 */
final class RegistryHandler implements HttpHandler {
    static final int MAX_BODY_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OWN_HOST = Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/vnd.schemaregistry.v1+json", "application/vnd.schemaregistry+json", "application/json");

    private final RegistryRoutes routes;

    RegistryHandler(RegistryRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                send(exchange, 200, answer(exchange));
            } catch (RegistryError e) {
                sendError(exchange, e.code(), e);
            } catch (IllegalArgumentException e) {
                sendError(exchange, 42201, e);
            } catch (RuntimeException e) {
                LOG.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                sendError(exchange, 50001, e);
            }
        }
    }

    private Object answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (host == null || !OWN_HOST.matcher(host).matches()) {
            throw new RegistryError(403, "Use localhost or 127.0.0.1 as the registry's host, not " + host);
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (headers.containsKey("Origin") || (site != null && !site.equals("none"))) {
            throw new RegistryError(403, "This registry does not answer web pages");
        }
        String path = exchange.getRequestURI().getRawPath();
        return switch (exchange.getRequestMethod()) {
            case "GET" -> routes.get(path);
            case "POST" -> routes.post(path, body(exchange));
            default -> throw new RegistryError(405, "This registry answers only GET and POST");
        };
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!MEDIA_TYPES.contains(type.replaceAll("\\s*;.*", "").strip().toLowerCase(Locale.ROOT))) {
            throw new RegistryError(
                    415, "Send application/vnd.schemaregistry.v1+json or application/json, not " + type);
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RegistryError(413, "A request may have at most %d bytes".formatted(MAX_BODY_BYTES));
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            return body == null ? MissingNode.getInstance() : body;
        } catch (JsonProcessingException e) {
            throw new RegistryError(400, "The request is not JSON: " + e.getOriginalMessage());
        }
    }

    private static void sendError(HttpExchange exchange, int code, RuntimeException e) throws IOException {
        int status = code < 1000 ? code : code / 100;
        send(exchange, status, Map.of("error_code", code, "message", String.valueOf(e.getMessage())));
    }

    private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
