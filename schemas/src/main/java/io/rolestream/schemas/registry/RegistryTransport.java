package io.rolestream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.schemas.registry.RegistryAnswer.NotARegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Confluent-compatible registry, with timeouts, bounded attempts and bounded answers. If an address does not
 * answer as a registry does, the next one is asked; {@link RegistryAnswer} says what counts as an answer. Redirects are
 * followed only on the same host and port, because the credentials go with them. Thread-safe.
 */
final class RegistryTransport {
    static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final HttpClient http;

    /** The index of the address that answered last. */
    private volatile int preferred;

    RegistryTransport(RegistryConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Asks.
     *
     * @param body null for a GET
     * @throws SchemaRegistryException if the registry refuses
     * @throws SchemaRegistryUnavailableException if no address answers as a registry does; its cause has no such path
     *     only if this is so at every attempt
     */
    JsonNode ask(RegistryAnswer expected, String path, @Nullable Map<String, ?> body) {
        String text = body == null ? null : json(body);
        String what = (body == null ? "GET " : "POST ") + path;
        int count = config.addresses().size();
        int first = preferred;
        int attempts = Math.max(config.attempts(), count);
        long pauseMillis = config.backoff().toMillis();
        String failure = "";
        IOException cause = null;
        try {
            for (int attempt = 0; attempt < attempts; attempt++) {
                if (attempt > 0 && attempt % count == 0) {
                    Thread.sleep(pauseMillis);
                    pauseMillis *= 2;
                }
                int chosen = (first + attempt) % count;
                RegistryAddress address = config.addresses().get(chosen);
                try {
                    HttpResponse<byte[]> response = follow(address, URI.create(address.url() + path), text);
                    JsonNode answer = expected.read(what, address, response);
                    preferred = chosen;
                    return answer;
                } catch (NotARegistryException e) {
                    failure = address + ": " + e.getMessage();
                    cause = cause != null && e.hasNoSuchPath() ? cause : e;
                } catch (IOException e) {
                    failure = "%s: %s; is it running, and is %s correct?"
                            .formatted(address, e.getMessage() == null ? e : e.getMessage(), SchemaRegistries.URL);
                    cause = e;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaRegistryUnavailableException("Interrupted while asking the schema registry: " + what, e);
        }
        throw new SchemaRegistryUnavailableException(
                "The schema registry did not answer %s in %d attempts (%s)".formatted(what, attempts, failure), cause);
    }

    private static String json(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + body, e);
        }
    }

    private HttpResponse<byte[]> follow(RegistryAddress address, URI target, @Nullable String body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = exchange(request(address, target, body));
        URI at = target;
        for (int redirects = 0; redirects < MAX_REDIRECTS && REDIRECTS.contains(response.statusCode()); redirects++) {
            Optional<URI> next = location(response, at);
            if (next.isEmpty() || !address.isOriginOf(next.get())) {
                break;
            }
            at = next.get();
            response = exchange(request(address, at, body));
        }
        return response;
    }

    private static Optional<URI> location(HttpResponse<?> response, URI at) {
        try {
            return response.headers()
                    .firstValue("Location")
                    .map(at::resolve)
                    .filter(next -> next.getScheme() != null && next.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private HttpRequest request(RegistryAddress address, URI target, @Nullable String body) {
        var builder = HttpRequest.newBuilder(target).header("Accept", MEDIA_TYPE + ", application/json");
        config.headers(address).forEach(builder::setHeader);
        if (body != null) {
            builder.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
        }
        return builder.build();
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
}
