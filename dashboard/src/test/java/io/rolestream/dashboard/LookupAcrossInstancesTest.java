package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.events.Resume;
import io.rolestream.http.testing.MadeCertificate;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances that share two partitions, each with a dashboard that asks the other. */
@Tag("full")
class LookupAcrossInstancesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "correct-horse-battery";
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final Path directory;

    LookupAcrossInstancesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindALabelAtTheOtherInstance(boolean secure) throws Exception {
        Topics topics = new Topics(secure ? "two-secure." : "two.");
        WatchedStream service = WatchedStream.shared();
        String brokers = service.broker().bootstrapServers();
        try (Admin admin = Admin.create(Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object) brokers))) {
            TopicAdmin.create(admin, new TopicCatalogue(topics, 2), (short) 1);
        }
        MadeCertificate made = secure ? MadeCertificate.in(directory, "RSA") : null;
        try (Instance one = new Instance(service, topics, directory.resolve("one"), made);
                Instance other = new Instance(service, topics, directory.resolve("other"), made)) {
            await().atMost(PATIENCE)
                    .until(() -> one.app.streams().metadataForAllStreamsClients().stream()
                                    .filter(client -> client.topicPartitions().stream()
                                            .anyMatch(partition ->
                                                    partition.topic().equals(topics.resumes())))
                                    .count()
                            == 2);
            send(service, brokers, topics, "in-0", 0);
            send(service, brokers, topics, "in-1", 1);

            for (Instance asked : new Instance[] {one, other}) {
                for (String id : new String[] {"in-0", "in-1"}) {
                    await().atMost(PATIENCE).untilAsserted(() -> {
                        JsonNode found = asked.find(id);
                        assertThat(found.path("labels")).hasSize(1);
                        assertThat(found.path("asked").asInt()).isEqualTo(2);
                        assertThat(found.path("problems")).isEmpty();
                    });
                }
            }
            other.dashboard.close();
            if (!secure) {
                shouldTellAnImpostorNothing(one, other);
            }
            JsonNode found = one.find("nowhere");
            assertThat(found.path("asked").asInt()).isEqualTo(1);
            assertThat(found.path("partitions").asInt()).isEqualTo(2);
            assertThat(found.path("problems")).hasSize(1);
        }
    }

    /** Whoever receives requests at an address that a member of the group names learns no secret, and can use none. */
    private static void shouldTellAnImpostorNothing(Instance one, Instance away) throws Exception {
        String received;
        try (ServerSocket impostor = new ServerSocket()) {
            impostor.bind(new InetSocketAddress("127.0.0.1", away.port));
            CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return one.find("in-0");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket request = impostor.accept()) {
                byte[] head = new byte[8_192];
                received = new String(head, 0, request.getInputStream().read(head), StandardCharsets.UTF_8);
            }
            assertThat(answer.get().path("problems")).hasSize(1);
        }
        assertThat(received)
                .contains("GET /api/local/label?id=in-0")
                .doesNotContain(SECRET, KEY, "Authorization", "Cookie");
        String[] code = Pattern.compile("(?i)(X-Rolestream-Instance): (\\S+)")
                .matcher(received)
                .results()
                .flatMap(match -> Stream.of(match.group(1), match.group(2)))
                .toArray(String[]::new);
        assertThat(code).hasSize(2);
        assertThat(new PageClient(one.dashboard.url())
                        .get("api/local/label?id=in-0", code)
                        .statusCode())
                .as("replayed to another instance")
                .isEqualTo(401);
    }

    private static void send(WatchedStream service, String brokers, Topics topics, String id, int partition)
            throws Exception {
        Resume resume = Resume.newBuilder().setResumeId(id).setSkills("Java").build();
        byte[] value = new AvroSerde<>(Resume.class, service.broker().registry())
                .serializer()
                .serialize(topics.resumes(), resume);
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.resumes(), partition, id.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static final class Instance implements AutoCloseable {
        private final StreamApp app;
        private final Dashboard dashboard;

        private final int port = freePort();
        private final HttpClient http;

        private Instance(WatchedStream service, Topics topics, Path state, @Nullable MadeCertificate made)
                throws Exception {
            Map<String, String> values = new HashMap<>(
                    made == null ? Map.of() : made.settings(DashboardConfig.TLS_CERTIFICATE, DashboardConfig.TLS_KEY));
            http = made == null
                    ? HttpClient.newHttpClient()
                    : HttpClient.newBuilder().sslContext(made.trust()).build();
            values.put(ConnectionConfig.TOPIC_PREFIX, topics.prefix());
            values.put(StreamConfig.APPLICATION_ID, topics.prefix() + "app");
            values.put(StreamConfig.STATE_DIRECTORY, state.toString());
            values.put(StreamConfig.LABELLERS, "rules");
            values.put(DashboardConfig.PORT, Integer.toString(port));
            values.put(DashboardConfig.AUTH, "bearer");
            values.put(DashboardConfig.AUTH_SECRET, SECRET);
            values.put(DashboardConfig.INSTANCE_KEY, KEY);
            Settings settings = service.settings(values);
            app = new StreamApp(
                    Cluster.of(settings, service.broker().registry()),
                    StreamConfig.settings(settings),
                    new SimpleMeterRegistry(),
                    DashboardConfig.address(settings));
            dashboard = new Dashboard(
                    Cluster.of(settings, service.broker().registry()), DashboardConfig.settings(settings), app);
            app.start();
            dashboard.start();
            app.running().get();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        JsonNode find(String id) throws Exception {
            return PageClient.body(new PageClient(http, dashboard.url())
                    .get("api/label?id=" + id, "Authorization", "Bearer " + SECRET));
        }

        @Override
        public void close() {
            dashboard.close();
            app.close();
        }
    }
}
