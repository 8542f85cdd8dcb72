package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.LabelVote;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Schemas in a topic. Each test has a topic of its own, and every {@code registry()} is another process's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicSchemaRegistryTest {
    private static final Schema ONE =
            SchemaBuilder.record("T").fields().requiredString("a").endRecord();
    private static final Schema TWO = SchemaBuilder.record("T")
            .fields()
            .requiredString("a")
            .optionalInt("b")
            .endRecord();
    private static final Schema UNRELATED =
            SchemaBuilder.record("T").fields().requiredInt("a").endRecord();

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private Topics topics = Topics.unprefixed();

    @BeforeEach
    void createTopics(TestInfo test) {
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        try (Admin admin = PlainClients.admin(kafka)) {
            TopicAdmin.create(admin, new TopicCatalogue(topics, 1).withSchemas(), (short) 1);
        }
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldFindInOneProcessWhatAnotherRegistered() {
        SchemaRegistry reader = registry();
        int id = registry().register("a-value", ONE);

        assertThat(reader.byId("a-value", id)).isEqualTo(ONE);
        assertThat(reader.register("a-value", ONE)).isEqualTo(id);
        int later = registry().register("a-value", TWO);
        assertThat(reader.byId("a-value", later))
                .as("registered after the first read")
                .isEqualTo(TWO);
    }

    @Test
    void shouldReadATopicThatWasCreatedAgainAndIsShorter() throws Exception {
        SchemaRegistry reader = registry();
        reader.register("a-value", ONE);
        reader.register("a-value", TWO);
        createSchemasAgain();
        int id = registry().register("b-value", UNRELATED);

        assertThat(reader.byId("b-value", id)).isEqualTo(UNRELATED);
    }

    @Test
    void shouldReadATopicThatWasCreatedAgainAndIsLonger() throws Exception {
        SchemaRegistry reader = registry();
        reader.register("a-value", ONE);
        createSchemasAgain();
        int id = registry().register("b-value", UNRELATED);
        registry().register("d-value", LabelVote.getClassSchema());

        assertThat(reader.byId("b-value", id)).isEqualTo(UNRELATED);
        assertThat(reader.register("c-value", TWO)).isNotNegative();
    }

    @Test
    void shouldGiveAllWritersTheSameId() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Integer>> writers = Stream.generate(this::registry)
                    .limit(6)
                    .map(registry -> (Callable<Integer>) () -> registry.register("a-value", LabelVote.getClassSchema()))
                    .toList();
            var ids = new HashSet<Integer>();
            for (Future<Integer> id : processes.invokeAll(writers)) {
                ids.add(id.get());
            }
            assertThat(ids).hasSize(1);
        } finally {
            processes.shutdownNow();
        }
    }

    @Test
    void shouldKnowASchemaOnlyUnderItsSubject() {
        int id = registry().register("a-value", ONE);
        fails(() -> registry().byId("b-value", id), Reason.NOT_FOUND, "not registered under subject b-value");
        assertThat(registry(Map.of(ConnectionConfig.SCHEMA_SUBJECTS, "c-value, a-value"))
                        .byId("b-value", id))
                .isEqualTo(ONE);
        assertThat(registry(Map.of(ConnectionConfig.SCHEMA_SUBJECTS, "*")).byId("b-value", id))
                .isEqualTo(ONE);
    }

    @Test
    void shouldSayWhatToDoAboutTheIdOfARegistry() {
        fails(() -> registry().byId("a-value", 7), Reason.NOT_FOUND, "set schema.registry.url to it");
    }

    @Test
    void shouldRefuseASchemaThatCannotReadEarlierOnes() {
        registry().register("a-value", ONE);
        registry().register("a-value", TWO);
        fails(() -> registry().register("a-value", UNRELATED), Reason.INCOMPATIBLE, "version 1");
        assertThat(registry().register("b-value", UNRELATED)).isNotNegative();
    }

    @Test
    void shouldRegisterNothingWhereThatIsForbidden() {
        SchemaRegistry reader = registry(Map.of(ConnectionConfig.SCHEMA_AUTO_REGISTER, "false"));
        fails(() -> reader.register("a-value", ONE), Reason.NOT_FOUND, "schema.auto.register=true");
        int id = registry().register("a-value", ONE);
        assertThat(reader.register("a-value", ONE)).isEqualTo(id);
    }

    @Test
    void shouldIgnoreWhatNoRolestreamWrote() throws Exception {
        try (Producer<byte[], byte[]> producer = cluster(Map.of()).clients().producer(Map.of())) {
            for (String key : List.of("", "a-value", "a-value/1", "a-value/x", "/7")) {
                producer.send(new ProducerRecord<>(
                                topics.schemas(), key.getBytes(), ONE.toString().getBytes()))
                        .get();
            }
            producer.send(new ProducerRecord<>(topics.schemas(), "a-value/1".getBytes(), null))
                    .get();
        }
        fails(() -> registry().byId("a-value", 1), Reason.NOT_FOUND, "not registered");
        int id = registry().register("a-value", ONE);
        assertThat(registry().byId("a-value", id)).isEqualTo(ONE);
    }

    @Test
    void shouldSayThatTheTopicIsMissing() {
        topics = new Topics("nowhere.");
        assertThatThrownBy(() -> registry().register("a-value", ONE))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("Topic nowhere.schemas is missing: create it with `rolestream topics create`");
        assertThatThrownBy(() -> RequiredTopics.check(cluster(Map.of())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Topic nowhere.schemas is missing");
    }

    private void createSchemasAgain() throws Exception {
        try (Admin admin = PlainClients.admin(kafka)) {
            admin.deleteTopics(List.of(topics.schemas())).all().get();
            while (admin.listTopics().names().get().contains(topics.schemas())) {
                Thread.sleep(50);
            }
            TopicAdmin.create(admin, new TopicCatalogue(topics, 1).withSchemas(), (short) 1);
        }
    }

    private SchemaRegistry registry() {
        return registry(Map.of());
    }

    private SchemaRegistry registry(Map<String, String> more) {
        return cluster(more).registry();
    }

    private Cluster cluster(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        values.put(ConnectionConfig.TOPIC_PREFIX, topics.prefix());
        return Cluster.of(Settings.of(ConnectionConfig.define(new ConfigDef()), values));
    }

    private static void fails(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
