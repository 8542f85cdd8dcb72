package io.rolestream.dashboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.schemas.registry.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks other instances for labels, at the addresses that the members of the consumer group name. Any member may name
 * any address, so a request carries no secret ({@link InstanceKey}), and answers are bounded.
 */
final class OtherInstances {
    static final String PATH = "/api/local/label";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final KafkaStreams streams;
    private final @Nullable String ownAddress;
    private final @Nullable InstanceKey key;
    private final boolean open;
    private final String scheme;
    private final ObjectMapper json;
    private final HttpClient http;

    /** Another instance cannot be asked; the message says what to do. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * @param ownAddress this instance's {@code host:port}; null if it has none
     * @param key null for none
     * @param open whether dashboards need no login
     * @param tls for HTTPS; null for plain HTTP
     */
    OtherInstances(
            KafkaStreams streams,
            @Nullable String ownAddress,
            @Nullable InstanceKey key,
            boolean open,
            @Nullable SSLContext tls,
            ObjectMapper json) {
        this.streams = streams;
        this.ownAddress = ownAddress;
        this.key = key;
        this.open = open;
        this.scheme = tls == null ? "http://" : "https://";
        this.json = json;
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
        this.http = (tls == null ? client : client.sslContext(tls)).build();
    }

    /** The addresses of the others, {@code host:port}. */
    List<String> addresses() {
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(HostInfo.unavailable()))
                .map(host -> host.host() + ":" + host.port())
                .filter(address -> !address.equals(ownAddress))
                .distinct()
                .toList();
    }

    /** @throws RefusedException if the instances' keys, or this one's settings, do not allow it */
    LabelLookup.Answer ask(String address, String resumeId) throws IOException, InterruptedException {
        if (key == null && !open) {
            throw new RefusedException("set " + DashboardConfig.INSTANCE_KEY + " on all instances.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(address, resumeId));
        if (key != null) {
            request.header(InstanceKey.HEADER, key.sign(address, resumeId));
        }
        HttpResponse<byte[]> response = exchange(request.build());
        if (response.statusCode() == UNAUTHORIZED) {
            throw new RefusedException("its %s or %s differs, or its clock does."
                    .formatted(DashboardConfig.INSTANCE_KEY, DashboardConfig.ADDRESS));
        }
        if (response.statusCode() != OK) {
            throw new IOException("status " + response.statusCode());
        }
        try {
            return json.readValue(response.body(), new TypeReference<LabelLookup.Answer>() {});
        } catch (JsonProcessingException e) {
            throw new IOException("not an answer of a dashboard", e);
        }
    }

    private URI uri(String address, String resumeId) throws IOException {
        try {
            return new URI(scheme + address + PATH + "?id=" + URLEncoder.encode(resumeId, StandardCharsets.UTF_8));
        } catch (URISyntaxException e) {
            throw new IOException("not an address", e);
        }
    }

    /** Waits for the whole answer, which its sender may prolong. */
    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, headers -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? "no answer" : e.getCause().toString(), e);
        } finally {
            answer.cancel(true);
        }
    }
}
