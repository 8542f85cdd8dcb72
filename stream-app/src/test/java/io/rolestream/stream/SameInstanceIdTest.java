package io.rolestream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two streams with one {@code instance.id}, in directories of their own, so that no lock keeps them apart. */
@Tag("full")
class SameInstanceIdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedKafka broker = EmbeddedKafka.startTemporary();
    private final Logger logger = (Logger) LoggerFactory.getLogger(StreamApp.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final Path directory;

    SameInstanceIdTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            TopicAdmin.create(admin, TopicCatalogue.standard(), (short) 1);
        }
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        broker.close();
    }

    @Test
    void shouldBothReportIt() throws Exception {
        try (StreamApp first = app("first");
                StreamApp second = app("second")) {
            first.start();
            await().atMost(PATIENCE).until(first.running()::isDone);
            assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("instance.id=a"));

            second.start();

            assertThat(log.list)
                    .anyMatch(event ->
                            event.getFormattedMessage().contains("instance.id=a is in use by another process"));
            assertThat(first.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("instance.id=a")
                    .hasMessageContaining("give each process its own");
            assertThat(first.isLive()).isFalse();
            await().atMost(PATIENCE).until(second::isReady);
        }
    }

    @Test
    void shouldNotTakeARestartForAnotherProcess() throws Exception {
        try (StreamApp first = app("first")) {
            first.start();
            await().atMost(PATIENCE).until(first.running()::isDone);
        }
        try (StreamApp again = app("first")) {
            again.start();
            await().atMost(PATIENCE).until(again.running()::isDone);
        }
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("instance.id=a"));
    }

    private StreamApp app(String state) {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        values.put(StreamConfig.INSTANCE_ID, "a");
        values.put(StreamConfig.STATE_DIRECTORY, directory.resolve(state).toString());
        values.put(StreamConfig.STREAM_THREADS, "2");
        Settings settings = TopologyDriver.settings(values);
        return new StreamApp(
                Cluster.of(settings, broker.registry()), StreamConfig.settings(settings), new SimpleMeterRegistry());
    }
}
