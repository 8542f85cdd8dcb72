package io.rolestream.stream.describing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.WrittenDescription;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A broker, and what tests of a generator ask of it. Each test has topics and a group of its own. */
abstract class GeneratorSuite {
    private static final int PARTITIONS = 4;
    static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A decoder of two layers with random weights. */
    static final Path DECODER = Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2");

    static EmbeddedKafka broker;

    Topics topics = Topics.unprefixed();
    KafkaEnds kafka;
    final ScriptedGenerators supply = new ScriptedGenerators();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        topics = new Topics(test.getTestMethod().orElseThrow().getName() + ".");
        kafka = new KafkaEnds(broker.bootstrapServers(), topics);
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, PARTITIONS), (short) 1);
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    double counted(DescriptionOutcome outcome) {
        String code = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return meters.get("rolestream.descriptions")
                .tag("outcome", code)
                .counter()
                .count();
    }

    GeneratorService service(Map<String, String> more) {
        return new GeneratorService(cluster(more), DescribingConfig.settings(all(more)), supply, meters);
    }

    Cluster cluster(Map<String, String> more) {
        return Cluster.of(all(more), kafka.registry());
    }

    Settings all(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                broker.bootstrapServers(),
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                DescribingConfig.GROUP_ID,
                topics.prefix() + "generators",
                DescribingConfig.MODEL,
                DECODER.toString()));
        values.putAll(more);
        ConfigDef keys = ModelsConfig.define(ConnectionConfig.define(new ConfigDef()));
        return Settings.of(DescribingConfig.define(WorkerConfig.define(StreamConfig.define(keys))), values);
    }

    List<ConsumerRecord<String, byte[]>> records(int atLeast) {
        return kafka.readRecords(topics.generatedDescriptions(), atLeast, PATIENCE);
    }

    List<WrittenDescription> values(List<ConsumerRecord<String, byte[]>> records) {
        var deserializer = new AvroSerde<>(WrittenDescription.class, kafka.registry()).deserializer();
        return records.stream()
                .map(record -> deserializer.deserialize(topics.generatedDescriptions(), record.value()))
                .toList();
    }

    /** Where each description lies and what it is of. */
    List<String> places(List<ConsumerRecord<String, byte[]>> records) {
        List<WrittenDescription> values = values(records);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            WrittenDescription written = values.get(i);
            places.add(place(written.getResumeId(), records.get(i).partition(), written.getResumeOffset()));
        }
        return places;
    }

    static List<String> places(Iterable<Sent> sent) {
        List<String> places = new ArrayList<>();
        sent.forEach(each -> places.add(place(each.resumeId(), each.partition(), each.offset())));
        return places;
    }

    static String place(String id, int partition, long offset) {
        return id + " " + partition + "@" + offset;
    }
}
