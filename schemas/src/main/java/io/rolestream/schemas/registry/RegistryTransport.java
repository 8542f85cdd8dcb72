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
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers of a Confluent-compatible registry, with timeouts, bounded attempts and bounded answers.
 * Redirects are not followed, because the credentials would go with them. Thread-safe.
 */
final class RegistryTransport {
    static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final int MAX_MESSAGE_CHARS = 500;
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final HttpClient http;

    RegistryTransport(RegistryConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
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
                    var response = exchange(request);
                    JsonNode body = parse(what, response.body());
                    String wrong = wrong(response, body);
                    if (wrong == null) {
                        return read(what, response.statusCode(), body);
                    }
                    failure = wrong;
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

    /** The request's own timeout would end with the answer's headers; this one covers the body too. */
    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, headers -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(
                    "no answer within " + config.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** What shows that an answer is not a working registry's, so that it says nothing about the request; or null. */
    private static @Nullable String wrong(HttpResponse<?> response, JsonNode body) {
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            return "it answered " + status + " " + message(body);
        }
        if (status / 100 == 3) {
            return "it redirects to "
                    + shortened(response.headers().firstValue("Location").orElse("nowhere"))
                    + "; redirects are not followed: set schema.registry.url to where it is";
        }
        return (status / 100 == 2 || status == 404) && body.isMissingNode()
                ? "its answer " + status + " is not JSON, so it is not a schema registry's"
                : null;
    }

    private static JsonNode read(String what, int status, JsonNode body) {
        if (status / 100 == 2) {
            return body;
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
        return shortened(body.path("message").asText(""));
    }

    private static String shortened(String text) {
        return text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) + "..." : text;
    }

    private static JsonNode parse(String what, byte[] body) {
        if (body.length > MAX_ANSWER_BYTES) {
            throw new SchemaRegistryException(
                    Reason.INVALID, "%s was answered with more than %d bytes".formatted(what, MAX_ANSWER_BYTES));
        }
        try {
            JsonNode parsed = JSON.readTree(body);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
