package io.rolestream.common.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RequiredRegistryTest {
    private record Answer(int status, String body) {}

    private static final Answer REGISTRY = new Answer(404, "{\"error_code\": 40403, \"message\": \"no such schema\"}");
    private static final List<Answer> BEFORE = List.of(
            new Answer(500, "{\"message\": \"starting\"}"),
            new Answer(200, "<html>Please wait</html>"),
            new Answer(404, "<html>No such service</html>"),
            new Answer(503, "<html>Bad gateway</html>"),
            new Answer(302, ""),
            new Answer(200, "<html>Please wait</html>"));

    @Test
    @Timeout(30)
    void shouldWaitForARegistryThatAnswersWithErrorsAndPages() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                int which = asked.getAndIncrement();
                Answer answer = which < BEFORE.size() ? BEFORE.get(which) : REGISTRY;
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            RequiredRegistry.await(Cluster.of(Settings.of(
                    ConnectionConfig.define(new ConfigDef()), Map.of(ConnectionConfig.SCHEMA_REGISTRY_URL, url))));
            assertThat(asked.get()).isEqualTo(BEFORE.size() + 1);
        } finally {
            server.stop(0);
        }
    }
}
