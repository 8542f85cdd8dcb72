package io.rolestream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and answers of a Confluent-compatible registry, with timeouts and bounded attempts. Thread-safe. */
final class RegistryTransport {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final HttpClient http;

    RegistryTransport(RegistryConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.timeout())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    JsonNode get(String path) {
        return send(path, null);
    }

    JsonNode post(String path, Map<String, ?> body) {
        try {
            return send(path, JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + body, e);
        }
    }

    private JsonNode send(String path, @Nullable String body) {
        var builder = HttpRequest.newBuilder(URI.create(config.url() + path))
                .timeout(config.timeout())
                .header("Accept", MEDIA_TYPE + ", application/json");
        config.headers().forEach(builder::setHeader);
        if (body != null) {
            builder.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
        }
        return attempt(builder.build());
    }

    private JsonNode attempt(HttpRequest request) {
        String what = request.method() + " " + request.uri();
        String failure = "";
        IOException cause = null;
        long pauseMillis = config.backoff().toMillis();
        try {
            for (int attempt = 1; attempt <= config.attempts(); attempt++) {
                if (attempt > 1) {
                    Thread.sleep(pauseMillis);
                    pauseMillis *= 2;
                }
                try {
                    var response = http.send(request, BodyHandlers.ofString());
                    if (response.statusCode() != 429 && response.statusCode() < 500) {
                        return read(what, response);
                    }
                    failure = "it answered " + response.statusCode() + " " + message(parse(response.body()));
                } catch (IOException e) {
                    failure = e.getMessage() == null ? e.toString() : e.getMessage();
                    cause = e;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaRegistryUnavailableException("Interrupted while asking the schema registry: " + what, e);
        }
        throw new SchemaRegistryUnavailableException(
                "The schema registry did not answer %s in %d attempts (%s): is it running, and is its URL correct?"
                        .formatted(what, config.attempts(), failure),
                cause);
    }

    private static JsonNode read(String what, HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode body = parse(response.body());
        if (status / 100 == 2 && !body.isMissingNode()) {
            return body;
        }
        if (status / 100 == 2) {
            throw new SchemaRegistryException(
                    Reason.INVALID,
                    "%s was answered with something that is not JSON: is this a schema registry?".formatted(what));
        }
        throw new SchemaRegistryException(
                reason(status), "The schema registry refused %s: %d %s".formatted(what, status, message(body)));
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 401, 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 409 -> Reason.INCOMPATIBLE;
            default -> Reason.INVALID;
        };
    }

    private static String message(JsonNode body) {
        return body.path("message").asText("");
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
