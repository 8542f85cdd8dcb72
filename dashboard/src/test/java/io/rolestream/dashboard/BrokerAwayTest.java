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
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says while its only broker is away, and once it is back. */
@Tag("full")
class BrokerAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = new Topics("");

    @Test
    void shouldSayThatKafkaIsAwayAndLabelOnWhenItIsBack(@TempDir Path directory) throws Exception {
        int port = portThatIsNotTakenMeanwhile();
        EmbeddedKafka broker = broker(directory, port);
        String address = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object) address))) {
            TopicAdmin.create(admin, new TopicCatalogue(TOPICS, 1), (short) 1);
        }
        Settings settings = Settings.of(
                WatchedStream.definitions(),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        address,
                        ConnectionConfig.SCHEMA_REGISTRY_URL,
                        broker.schemaRegistryUrl(),
                        StreamConfig.STREAM_THREADS,
                        "1",
                        StreamConfig.STATE_DIRECTORY,
                        directory.resolve("state").toString(),
                        DashboardConfig.PORT,
                        "0"));
        SchemaRegistry registry = broker.registry();
        try (StreamApp app = new StreamApp(
                        Cluster.of(settings, registry), StreamConfig.settings(settings), new SimpleMeterRegistry());
                Dashboard dashboard =
                        new Dashboard(Cluster.of(settings, registry), DashboardConfig.settings(settings), app)) {
            app.start();
            dashboard.start();
            PageClient page = new PageClient(dashboard.url());
            app.running().get();
            send(address, registry, "before");
            awaitHealth(page, "GOOD", "labelling");

            broker.close();
            awaitHealth(page, "BAD", "no Kafka");
            JsonNode away = page.part("status");
            assertThat(away.path("health").path("detail").asText()).containsPattern("not answered for \\d+ s");
            assertThat(away.path("backlog").path("stream").asInt()).isEqualTo(-1);

            broker = broker(directory, port);
            send(address, registry, "after");
            awaitHealth(page, "GOOD", "labelling");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(page.json("api/label?id=after").path("labels"))
                                    .hasSize(1));
        } finally {
            broker.close();
        }
    }

    /**
     * Outside of what systems give to clients: one that knocks at a port where nobody listens may else get that very
     * port.
     */
    private static int portThatIsNotTakenMeanwhile() {
        return ThreadLocalRandom.current()
                .ints(20_000, 30_000)
                .filter(port -> {
                    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                        return socket.isBound();
                    } catch (IOException e) {
                        return false;
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private static EmbeddedKafka broker(Path directory, int port) throws Exception {
        return EmbeddedKafka.builder()
                .directory(Files.createDirectories(directory.resolve("broker")))
                .port(port)
                .start();
    }

    private static void awaitHealth(PageClient page, String level, String headline) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode health = page.part("status").path("health");
            assertThat(health.path("level").asText()
                            + ' '
                            + health.path("headline").asText())
                    .isEqualTo(level + ' ' + headline);
        });
    }

    private static void send(String brokers, SchemaRegistry registry, String id) throws Exception {
        Resume resume = Resume.newBuilder().setResumeId(id).setSkills("Java").build();
        byte[] value = new AvroSerde<>(Resume.class, registry).serializer().serialize(TOPICS.resumes(), resume);
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPICS.resumes(), id.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }
}
