package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.Resumes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream waits for Kafka without a restart, even where its threads cannot poll meanwhile. */
@Tag("full")
class OutageLivenessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STUCK_AFTER_SECONDS = 10;

    @Test
    void shouldStayLiveWhileKafkaIsAway(@TempDir Path directory) throws Exception {
        Topics topics = Topics.unprefixed();
        EmbeddedKafka broker = EmbeddedKafka.startTemporary();
        try (KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), topics)) {
            TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, 2), (short) 1);
            Settings settings = TopologyDriver.settings(Map.of(
                    ConnectionConfig.BOOTSTRAP_SERVERS,
                    broker.bootstrapServers(),
                    StreamConfig.STATE_DIRECTORY,
                    directory.toString(),
                    StreamConfig.STREAM_THREADS,
                    "2",
                    StreamConfig.LIVENESS_TIMEOUT,
                    STUCK_AFTER_SECONDS + "s"));
            try (StreamApp app = new StreamApp(
                    Cluster.of(settings, kafka.registry()),
                    StreamConfig.settings(settings),
                    new SimpleMeterRegistry())) {
                app.start();
                app.running().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feed(kafka, broker));

                await().atMost(PATIENCE.plus(PATIENCE)).until(() -> {
                    assertThat(app.isLive()).isTrue();
                    return secondsWithoutPoll(app) > 2 * STUCK_AFTER_SECONDS;
                });
                fed.cancel(true);
            }
        }
    }

    /** Sends until the broker, which stops meanwhile, no longer takes anything. */
    private static void feed(KafkaEnds kafka, EmbeddedKafka broker) {
        CompletableFuture<Void> closed = null;
        try {
            for (int i = 0; ; i += 100) {
                kafka.send(Resumes.numbered(i, i + 100));
                if (i == 2_000) {
                    closed = CompletableFuture.runAsync(broker::close);
                }
            }
        } catch (Exception e) {
            assertThat(closed).as("closed before %s", e).isNotNull();
        }
    }

    private static long secondsWithoutPoll(StreamApp app) {
        return app.streams().metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("last-poll-seconds-ago"))
                .filter(metric -> !String.valueOf(metric.metricName().tags().get("client-id"))
                        .contains("restore"))
                .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
                .max()
                .orElse(0);
    }
}
