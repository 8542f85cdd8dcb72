package io.rolestream.stream.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.config.ConfigurationException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private final FakeService service = new FakeService();

    private static final class FakeService implements Health {
        private boolean live = true;
        private boolean ready;

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
    }

    @Test
    void shouldSayWhetherTheServiceLivesAndWhetherItIsReady() throws Exception {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service)) {
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
    void shouldNameThePortThatIsTaken() {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, service)) {
            assertThatThrownBy(() -> HealthServer.start("127.0.0.1", server.port(), service))
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
