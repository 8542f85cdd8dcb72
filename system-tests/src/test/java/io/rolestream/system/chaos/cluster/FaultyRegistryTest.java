package io.rolestream.system.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.embedded.RegistryServer;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.system.chaos.cluster.FaultyRegistry.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyRegistryTest {
    private final RegistryServer server = RegistryServer.start(new InMemorySchemaRegistry(), 0, "the registry's port");
    private final FaultyRegistry registry;

    FaultyRegistryTest() throws IOException {
        registry = new FaultyRegistry(server.url());
    }

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void shouldForwardRequestsAndAnswers() throws Exception {
        assertThat(get("/subjects").body()).isEqualTo("[]");
        assertThat(get("/subjects/none/versions").statusCode()).isEqualTo(404);
        assertThat(registry.faults()).isZero();
    }

    @Test
    void shouldAnswerAsABrokenRegistry() throws Exception {
        registry.set(Answer.ERROR_500);
        assertThat(get("/subjects").statusCode()).isEqualTo(500);

        registry.set(Answer.HTML);
        assertThat(get("/subjects").body()).startsWith("<html>");

        registry.set(Answer.NONE);
        assertThatThrownBy(() -> get("/subjects")).isInstanceOf(HttpTimeoutException.class);
        assertThat(registry.faults()).isEqualTo(3);

        registry.set(Answer.FORWARDED);
        assertThat(get("/subjects").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(registry.url() + path))
                                .timeout(Duration.ofSeconds(2))
                                .build(),
                        BodyHandlers.ofString());
    }
}
