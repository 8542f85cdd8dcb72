package io.rolestream.models.announcements;

import static io.rolestream.models.announcements.Versions.NAME;
import static io.rolestream.models.announcements.Versions.stages;
import static io.rolestream.models.announcements.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a topic of its own by a prefix. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldReadWhatIsThereAndThenWhatComes() throws Exception {
        var topic = VersionTopic.create(kafka, "comes.");
        try (var announcer = topic.announcer("test")) {
            announcer.announce(version("v1", ModelStage.CHAMPION));
            try (var log = topic.log()) {
                assertThat(log.caughtUp()).isFalse();
                assertThat(log.readToEnd(PATIENCE)).isTrue();
                assertThat(log.caughtUp()).isTrue();
                assertThat(stages(log.table())).containsExactly("v1 CHAMPION");

                assertThat(log.poll(Duration.ofMillis(10))).isFalse();
                announcer.announce(version("v2", ModelStage.CHAMPION));
                awaitChange(log);
                assertThat(stages(log.table())).containsExactly("v1 RETIRED", "v2 CHAMPION");
            }
        }
    }

    @Test
    void shouldBeCaughtUpAtOnceWhereNothingWasAnnounced() throws Exception {
        try (var log = VersionTopic.create(kafka, "empty.").log()) {
            assertThat(log.caughtUp()).isTrue();
        }
    }

    @Test
    void shouldPassOverWhatIsNoAnnouncement() throws Exception {
        var topic = VersionTopic.create(kafka, "odd.");
        topic.sendBytes("roberta/v1", new byte[] {1, 2, 3});
        topic.sendBytes("roberta/v1", null);
        try (var announcer = topic.announcer("test");
                var log = topic.log()) {
            announcer.announce(version("v2", ModelStage.CHAMPION));
            assertThat(log.readToEnd(PATIENCE)).isTrue();
            assertThat(stages(log.table())).containsExactly("v2 CHAMPION");
        }
    }

    @Test
    void shouldNotSeeWhatIsNotCommitted() throws Exception {
        var topic = VersionTopic.create(kafka, "open.");
        Map<String, Object> properties = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS, topic.settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)));
        properties.put("transactional.id", "open");
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic.name(), "x", new byte[1])).get();
            try (var log = topic.log()) {
                assertThat(log.readToEnd(PATIENCE)).isTrue();
                assertThat(log.table().names()).isEmpty();
            }
            producer.abortTransaction();
        }
    }

    @Test
    void shouldReadAnAnnouncementAgainThatTheRegistryWasAwayFor() throws Exception {
        var topic = VersionTopic.create(kafka, "registry.");
        try (var announcer = topic.announcer("test")) {
            announcer.announce(version("v1", ModelStage.CHAMPION));
        }
        var away = new AtomicBoolean(true);
        try (var log = new VersionLog(Cluster.of(topic.settings(), goingAway(away)), null)) {
            assertThatThrownBy(() -> log.readToEnd(PATIENCE)).isInstanceOf(SchemaRegistryUnavailableException.class);
            assertThat(log.caughtUp()).isFalse();
            away.set(false);
            assertThat(log.readToEnd(PATIENCE)).isTrue();
            assertThat(log.table().champion(NAME)).isPresent();
        }
    }

    @Test
    void shouldSayThatTheTopicIsMissingOrHasSeveralPartitions() throws Exception {
        assertThatThrownBy(() -> new VersionTopic(kafka, "none.").log())
                .hasMessage("Topic none.model-versions is missing: create it with `rolestream topics create`");
        var wide = new VersionTopic(kafka, "wide.");
        wide.create(2);
        assertThatThrownBy(wide::log).hasMessageStartingWith("Topic wide.model-versions has 2 partitions");
    }

    @Test
    void shouldBeginAgainWhereTheTopicHasLostWhatWasRead() throws Exception {
        var topic = VersionTopic.create(kafka, "anew.");
        try (var log = topic.log()) {
            try (var announcer = topic.announcer("test")) {
                announcer.announce(version("v1", ModelStage.CHAMPION));
                announcer.announce(version("v2", ModelStage.CHAMPION));
            }
            assertThat(log.readToEnd(PATIENCE)).isTrue();
            try (var admin = topic.admin()) {
                admin.deleteTopics(List.of(topic.name())).all().get();
            }
            recreate(topic);
            try (var announcer = topic.announcer("test")) {
                announcer.announce(version("v3", ModelStage.CHAMPION));
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                log.poll(Duration.ofMillis(100));
                assertThat(stages(log.table())).containsExactly("v3 CHAMPION");
            });
        }
    }

    /** A position that both topics have. */
    @Test
    void shouldReadAllOfARecreatedTopicWithAsManyAnnouncements() throws Exception {
        var topic = VersionTopic.create(kafka, "equal.");
        try (var log = topic.log()) {
            try (var announcer = topic.announcer("test")) {
                announcer.announce(version("v1", ModelStage.CHAMPION));
            }
            assertThat(log.readToEnd(PATIENCE)).isTrue();
            try (var admin = topic.admin()) {
                admin.deleteTopics(List.of(topic.name())).all().get();
            }
            recreate(topic);
            try (var announcer = topic.announcer("test")) {
                announcer.announce(version("v2", ModelStage.CHAMPION));
                announcer.announce(version("v3", ModelStage.CHAMPION));
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                log.poll(Duration.ofMillis(100));
                assertThat(stages(log.table())).containsExactly("v2 RETIRED", "v3 CHAMPION");
            });
        }
    }

    @Test
    void shouldGoOnAfterARestartOfTheBroker(@TempDir Path directory) throws Exception {
        int port;
        VersionLog log;
        try (var first = EmbeddedKafka.builder().directory(directory).start()) {
            port = Integer.parseInt(first.bootstrapServers().split(":")[1]);
            log = VersionTopic.create(first, "").log();
            try (var announcer = new VersionTopic(first, "").announcer("test")) {
                announcer.announce(version("v1", ModelStage.CHAMPION));
            }
            assertThat(log.readToEnd(PATIENCE)).isTrue();
        }
        assertThat(log.poll(Duration.ofMillis(300))).isFalse();
        assertThat(log.caughtUp()).isTrue();
        try (var second =
                        EmbeddedKafka.builder().directory(directory).port(port).start();
                var announcer = new VersionTopic(second, "").announcer("test");
                var reopened = log) {
            announcer.announce(version("v2", ModelStage.CHAMPION));
            awaitChange(reopened);
            assertThat(reopened.table().champion(NAME).orElseThrow().getVersion())
                    .isEqualTo("v2");
        }
    }

    private static void awaitChange(VersionLog log) {
        Awaitility.await().atMost(PATIENCE).until(() -> log.poll(Duration.ofMillis(100)));
    }

    /** Deletion goes on for a moment after it was confirmed. */
    private static void recreate(VersionTopic topic) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .until(() -> {
                    topic.create(1);
                    return true;
                });
    }

    private SchemaRegistry goingAway(AtomicBoolean away) {
        return new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                return kafka.registry().register(subject, schema);
            }

            @Override
            public Schema byId(String subject, int id) {
                if (away.get()) {
                    throw new SchemaRegistryUnavailableException("away", null);
                }
                return kafka.registry().byId(subject, id);
            }
        };
    }
}
