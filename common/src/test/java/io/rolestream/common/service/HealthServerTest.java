package io.rolestream.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.Metric;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeService service = new FakeService();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private static final class FakeService implements Service {
        private boolean live = true;
        private boolean ready;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public boolean isLive() {
            return live;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public String describe() {
            return "no model yet";
        }

        @Override
        public void start() {}

        @Override
        public CompletableFuture<@Nullable Throwable> stopped() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldSayWhetherTheServiceLivesAndWhetherItIsReady() throws Exception {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service, meters)) {
            assertThat(get(server, "/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/ready").body()).isEqualTo("no model yet\n");

            service.ready = true;
            service.live = false;

            assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/live").statusCode()).isEqualTo(503);
            assertThat(get(server, "/livelihood").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldShowMetricsAsPrometheusReadsThem() throws Exception {
        Metric.LABELS.counter(meters, "Data Engineer", "rule").increment(3);
        Metric.LABEL_LATENCY.times(meters).record(Duration.ofMillis(40));
        InfoGauge voting = new InfoGauge(Metric.MODEL_INFO, meters);
        voting.show("roberta", "v1", "roberta");
        voting.show("roberta", "v2", "roberta");
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service, meters)) {
            HttpResponse<String> response = get(server, "/metrics");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(response.body().lines())
                    .contains("# TYPE rolestream_labels_total counter")
                    .contains("rolestream_labels_total{decider=\"rule\",role=\"Data Engineer\"} 3.0")
                    .contains("rolestream_label_latency_seconds_bucket{le=\"0.025\"} 0")
                    .contains("rolestream_label_latency_seconds_bucket{le=\"0.05\"} 1")
                    .contains("rolestream_label_latency_seconds_bucket{le=\"+Inf\"} 1")
                    .contains("rolestream_model_info{labeller=\"roberta\",model=\"roberta\",version=\"v2\"} 1");
            assertThat(response.body()).doesNotContain("version=\"v1\"");
        }
    }

    @Test
    void shouldNameThePortThatIsTaken() {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service, meters)) {
            assertThatThrownBy(() -> HealthServer.start("127.0.0.1", server.port(), service, meters))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("health.port")
                    .hasMessageContaining("127.0.0.1:" + server.port());
        }
    }

    @Test
    void shouldSayThatTheServiceLivesWhileClientsSendHalfARequest() throws Exception {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service, meters);
                HalfRequests clients = new HalfRequests(server, 40)) {
            assertThat(get(server, "/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldDisconnectClientsThatSendHalfARequest() throws Exception {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service, meters);
                HalfRequests clients = new HalfRequests(server, HealthServer.THREADS)) {
            assertThat(get(server, "/live").statusCode()).isEqualTo(200);
            assertThat(clients.opened.get(0).getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Clients that hold a thread each. */
    private static final class HalfRequests implements AutoCloseable {
        private final List<Socket> opened = new ArrayList<>();

        HalfRequests(HealthServer server, int clients) throws IOException {
            for (int i = 0; i < clients; i++) {
                Socket client = new Socket("127.0.0.1", server.port());
                opened.add(client);
                client.setSoTimeout((int) PATIENCE.toMillis());
                client.getOutputStream().write("GET /live HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket client : opened) {
                client.close();
            }
        }
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
