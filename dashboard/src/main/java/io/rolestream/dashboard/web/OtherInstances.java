package io.rolestream.dashboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks other instances for labels, at the addresses that the members of the consumer group name. Any member may name
 * any address, so a request carries no secret ({@link InstanceKey}), and answers are bounded.
 */
final class OtherInstances {
    static final String PATH = "/api/local/label";

    private static final String NO_ANSWER = "not an answer of a dashboard";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final Supplier<Collection<StreamsMetadata>> members;
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
     * @param members of the consumer group
     * @param ownAddress this instance's {@code host:port}; null if it has none
     * @param key null for none
     * @param open whether dashboards need no login
     * @param tls for HTTPS; null for plain HTTP
     */
    OtherInstances(
            Supplier<Collection<StreamsMetadata>> members,
            @Nullable String ownAddress,
            @Nullable InstanceKey key,
            boolean open,
            @Nullable SSLContext tls,
            ObjectMapper json) {
        this.members = members;
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
        return members.get().stream()
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
        HttpRequest.Builder request = request(address, resumeId);
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
        return answer(response.body());
    }

    /** Anything may answer at the address that a member of the group names, so every field is checked. */
    private LabelLookup.Answer answer(byte[] body) throws IOException {
        LabelLookup.Answer answer;
        try {
            answer = json.readValue(body, LabelLookup.Answer.class);
        } catch (JsonProcessingException e) {
            throw new IOException(NO_ANSWER, e);
        }
        if (!isWhole(answer)) {
            throw new IOException(NO_ANSWER);
        }
        return answer;
    }

    /** @param answer as Jackson makes it: what is missing in JSON is null */
    private static boolean isWhole(LabelLookup.@Nullable Answer answer) {
        return answer != null
                && has(answer.labels())
                && has(answer.asked())
                && answer.asked().stream().allMatch(partition -> has(partition) && partition >= 0)
                && answer.labels().stream().allMatch(OtherInstances::isWhole);
    }

    private static boolean isWhole(LabelLookup.@Nullable Label label) {
        return label != null
                && has(label.place())
                && label.place().partition() >= 0
                && label.labelledAt() >= 0
                && has(label.contentHash())
                && has(label.verdict())
                && has(label.verdict().role())
                && has(label.verdict().decidedBy());
    }

    private static boolean has(@Nullable Object field) {
        return field != null;
    }

    private HttpRequest.Builder request(String address, String resumeId) throws IOException {
        try {
            return HttpRequest.newBuilder(
                    new URI(scheme + address + PATH + "?id=" + URLEncoder.encode(resumeId, StandardCharsets.UTF_8)));
        } catch (URISyntaxException | IllegalArgumentException e) {
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
