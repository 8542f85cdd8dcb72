package io.rolestream.common.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.HttpServers;
import io.rolestream.events.LabelVote;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.topics.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RequiredSchemasTest {
    private record Answer(int status, String body) {}

    private static final Answer REGISTRY = new Answer(200, "{\"id\": 7}");
    private static final List<Answer> BEFORE = List.of(
            new Answer(500, "{\"message\": \"starting\"}"),
            new Answer(200, "<html>Please wait</html>"),
            new Answer(404, "<html>No such service</html>"),
            new Answer(503, "<html>Bad gateway</html>"),
            new Answer(302, ""),
            new Answer(200, "<html>Please wait</html>"));

    private static final Subject SUBJECT = new Subject("label-votes", LabelVote.class);

    @Test
    @Timeout(30)
    void shouldWaitForARegistryThatAnswersWithErrorsAndPages() throws Exception {
        try (Answering registry = new Answering(BEFORE, REGISTRY)) {
            Cluster cluster = registry.cluster(Map.of());
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> await(cluster));
            String said = cluster.waitsForRegistry();
            while (said == null) {
                Thread.sleep(10);
                said = cluster.waitsForRegistry();
            }
            assertThat(said).startsWith("waiting for the schema registry: ");
            waiting.join();
            assertThat(registry.asked.get()).isEqualTo(BEFORE.size() + 1);
            assertThat(cluster.waitsForRegistry()).isNull();
        }
    }

    @Test
    void shouldNameEveryMissingSchemaAndTheCommand() throws Exception {
        Answer unknown = new Answer(404, "{\"error_code\": 40401, \"message\": \"no such subject\"}");
        try (Answering registry = new Answering(List.of(), unknown)) {
            Cluster cluster = registry.cluster(Map.of(ConnectionConfig.SCHEMA_AUTO_REGISTER, "false"));
            Subject other = new Subject("worker-status", WorkerStatus.class);
            assertThatThrownBy(() -> RequiredSchemas.await(cluster, List.of(SUBJECT, other)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Subject label-votes-value lacks the schema io.rolestream.events.LabelVote")
                    .hasMessageContaining("Subject worker-status-value")
                    .hasMessageContaining("rolestream topics create");
        }
    }

    private static void await(Cluster cluster) {
        try {
            RequiredSchemas.await(cluster, List.of(SUBJECT));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives some answers in turn, then always the same. */
    private static final class Answering implements AutoCloseable {
        final AtomicInteger asked = new AtomicInteger();
        private final HttpServer server;

        Answering(List<Answer> first, Answer then) throws IOException {
            server = HttpServers.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.createContext("/", exchange -> {
                try (exchange) {
                    int which = asked.getAndIncrement();
                    Answer answer = which < first.size() ? first.get(which) : then;
                    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
        }

        Cluster cluster(Map<String, String> more) {
            Map<String, String> settings = new HashMap<>(more);
            settings.put(
                    ConnectionConfig.SCHEMA_REGISTRY_URL,
                    "http://127.0.0.1:" + server.getAddress().getPort());
            return Cluster.of(Settings.of(ConnectionConfig.define(new ConfigDef()), settings));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
