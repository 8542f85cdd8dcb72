package io.rolestream.models.announcements;

import static io.rolestream.models.announcements.Versions.NAME;
import static io.rolestream.models.announcements.Versions.key;
import static io.rolestream.models.announcements.Versions.stages;
import static io.rolestream.models.announcements.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.VersionListing;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A topic that strangers write to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedAnnouncementsTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();
    private final SigningKeys keys;

    SignedAnnouncementsTest() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        keys = new SigningKeys(pair.getPublic(), pair.getPrivate());
    }

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldRefuseReplayedAndForgedRollbacks() throws Exception {
        var topic = VersionTopic.create(kafka, "replayed.");
        try (var announcer = topic.announcer("ann", keys)) {
            announcer.announce(version("v1", ModelStage.CHAMPION));
            announcer.announce(version("v2", ModelStage.CHAMPION));
            announcer.rollback(NAME, null, "worse");
            announcer.announce(version("v3", ModelStage.RETIRED));
            announcer.remove(table -> List.of(key("v3")));
            announcer.announce(version("v3", ModelStage.RETIRED));

            for (var record : records(topic)) {
                topic.send(record.key(), record.value(), record.headers());
            }
            topic.sendBytes("roberta/v1", null);
            var before = List.of("v1 CHAMPION", "v2 REJECTED", "v3 RETIRED");
            assertThat(read(topic)).as("by one that starts").isEqualTo(before);
            announcer.promote(key("v3"), ModelStage.CHALLENGER);
            assertThat(read(topic)).containsExactly("v1 CHAMPION", "v2 REJECTED", "v3 CHALLENGER");
        }
    }

    @Test
    void shouldNotAnnounceWithoutTheKey() throws Exception {
        var topic = VersionTopic.create(kafka, "keyless.");
        try (var ann = topic.announcer("ann", keys);
                var bob = topic.announcer("bob")) {
            ann.announce(version("v1", ModelStage.CHAMPION));
            assertThatThrownBy(() -> bob.reject(key("v1"), "slow"))
                    .isInstanceOf(VersionException.class)
                    .hasMessageContaining("the announcements of roberta are signed")
                    .hasMessageContaining("set model.private.key");
        }
        assertThat(read(topic)).containsExactly("v1 CHAMPION");
    }

    @Test
    void shouldSignWhatWasAnnouncedBeforeThereWasAKey() throws Exception {
        var topic = VersionTopic.create(kafka, "unsigned.");
        ModelVersion loadable = ModelVersion.newBuilder(version("v1", ModelStage.CHAMPION))
                .setFiles(Stream.of("manifest.json", "model.safetensors", "smoke-test.json")
                        .map(file -> new ModelFile(file, 7L, "5e".repeat(32)))
                        .toList())
                .build();
        try (var announcer = topic.announcer("ann")) {
            announcer.announce(loadable);
        }
        assertThat(read(topic)).isEmpty();
        try (var announcer = VersionAnnouncer.believingAll(topic.cluster(), "ann", keys)) {
            announcer.sign(List.of(key("v1")));
        }
        assertThat(read(topic)).containsExactly("v1 CHAMPION");
        try (var log = new VersionLog(topic.cluster(), keys.trusted())) {
            log.readToEnd(PATIENCE);
            VersionSignature.check(
                    VersionListing.of(log.table().champion(NAME).orElseThrow()),
                    Objects.requireNonNull(keys.trusted()));
        }
    }

    private List<String> read(VersionTopic topic) {
        try (var log = new VersionLog(topic.cluster(), keys.trusted())) {
            assertThat(log.readToEnd(PATIENCE)).isTrue();
            return stages(log.table());
        }
    }

    private static List<ConsumerRecord<String, byte[]>> records(VersionTopic topic) {
        var partition = new TopicPartition(topic.name(), 0);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(topic.connection(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
