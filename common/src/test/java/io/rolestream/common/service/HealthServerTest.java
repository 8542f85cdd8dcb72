package io.rolestream.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.Metric;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthServerTest {
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

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
