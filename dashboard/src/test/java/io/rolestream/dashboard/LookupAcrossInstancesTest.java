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
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances that share two partitions, each with a dashboard that asks the other. */
class LookupAcrossInstancesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics TOPICS = new Topics("two.");
    private static final String SECRET = "correct-horse-battery";
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void shouldFindALabelAtTheOtherInstance(@TempDir Path directory) throws Exception {
        WatchedStream service = Running.service();
        String brokers = service.broker().bootstrapServers();
        try (Admin admin = Admin.create(Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object) brokers))) {
            TopicAdmin.create(admin, new TopicCatalogue(TOPICS, 2), (short) 1);
        }
        try (Instance one = new Instance(service, directory.resolve("one"));
                Instance other = new Instance(service, directory.resolve("other"))) {
            await().atMost(PATIENCE)
                    .until(() -> one.app.streams().metadataForAllStreamsClients().stream()
                                    .filter(client -> client.topicPartitions().stream()
                                            .anyMatch(partition ->
                                                    partition.topic().equals(TOPICS.resumes())))
                                    .count()
                            == 2);
            send(service, brokers, "in-0", 0);
            send(service, brokers, "in-1", 1);

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
            JsonNode found = one.find("nowhere");
            assertThat(found.path("asked").asInt()).isEqualTo(1);
            assertThat(found.path("partitions").asInt()).isEqualTo(2);
            assertThat(found.path("problems")).hasSize(1);
        }
    }

    private static void send(WatchedStream service, String brokers, String id, int partition) throws Exception {
        Resume resume = Resume.newBuilder().setResumeId(id).setSkills("Java").build();
        byte[] value = new AvroSerde<>(Resume.class, service.broker().registry())
                .serializer()
                .serialize(TOPICS.resumes(), resume);
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPICS.resumes(), partition, id.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static final class Instance implements AutoCloseable {
        private final StreamApp app;
        private final Dashboard dashboard;

        private Instance(WatchedStream service, Path state) throws Exception {
            Map<String, String> values = new HashMap<>();
            values.put(ConnectionConfig.TOPIC_PREFIX, TOPICS.prefix());
            values.put(StreamConfig.APPLICATION_ID, "two");
            values.put(StreamConfig.STATE_DIRECTORY, state.toString());
            values.put(StreamConfig.LABELLERS, "rules");
            values.put(DashboardConfig.PORT, Integer.toString(freePort()));
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
            return PageClient.body(
                    new PageClient(dashboard.url()).get("api/label?id=" + id, "Authorization", "Bearer " + SECRET));
        }

        @Override
        public void close() {
            dashboard.close();
            app.close();
        }
    }
}
