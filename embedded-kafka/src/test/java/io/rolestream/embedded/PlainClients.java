package io.rolestream.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain Kafka clients for tests. */
final class PlainClients {
    private PlainClients() {}

    static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (var admin = admin(kafka)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    static void createTopic(EmbeddedKafka kafka, String topic) throws Exception {
        try (var admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    static KafkaProducer<String, String> producer(String bootstrapServers, Map<String, Object> more) {
        var config = new HashMap<String, Object>(more);
        config.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    static void produce(String bootstrapServers, String topic, String... values) throws Exception {
        try (var producer = producer(bootstrapServers, Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get();
            }
        }
    }

    static KafkaConsumer<String, String> consumer(String bootstrapServers, String group) {
        return consumer(bootstrapServers, group, Map.of());
    }

    static KafkaConsumer<String, String> consumer(
            String bootstrapServers, String group, Map<String, Object> more) {
        var config = new HashMap<>(more);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    /** Values from the start of a topic, read by a new group until there are so many, or for 20 s. */
    static List<String> consume(String bootstrapServers, String topic, int count) {
        return consume(bootstrapServers, topic, Map.of(), values -> values.size() >= count);
    }

    /** Committed values from the start of a topic, read by a new group until one has come so often, or for 20 s. */
    static List<String> consumeCommitted(String bootstrapServers, String topic, String last, int times) {
        return consume(
                bootstrapServers,
                topic,
                Map.of("isolation.level", "read_committed"),
                values -> Collections.frequency(values, last) >= times);
    }

    private static List<String> consume(
            String bootstrapServers, String topic, Map<String, Object> more, Predicate<List<String>> enough) {
        var values = new ArrayList<String>();
        try (var consumer = consumer(bootstrapServers, "group-" + System.nanoTime(), more)) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!enough.test(values) && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
