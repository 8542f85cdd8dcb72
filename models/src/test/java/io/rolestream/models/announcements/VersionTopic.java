package io.rolestream.models.announcements;

import static org.awaitility.Awaitility.await;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topic of announcements on a broker, under a prefix of its own. */
public record VersionTopic(EmbeddedKafka kafka, String prefix) {
    public static VersionTopic create(EmbeddedKafka kafka, String prefix)
            throws ExecutionException, InterruptedException {
        var topic = new VersionTopic(kafka, prefix);
        topic.create(1);
        return topic;
    }

    void create(int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name(), partitions, (short) 1)))
                    .all()
                    .get();
            // The broker learns of it from the controller.
            await().ignoreExceptions()
                    .until(() -> admin.describeTopics(List.of(name()))
                            .allTopicNames()
                            .get()
                            .containsKey(name()));
        }
    }

    Admin admin() {
        return Clients.of(settings()).admin();
    }

    String name() {
        return new Topics(prefix).modelVersions();
    }

    Settings settings() {
        return Settings.of(
                ConnectionConfig.define(new ConfigDef()),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        kafka.bootstrapServers(),
                        ConnectionConfig.TOPIC_PREFIX,
                        prefix,
                        // A recreated topic is noticed this soon.
                        "kafka.admin.metadata.max.age.ms",
                        "500"));
    }

    public Cluster cluster() {
        return Cluster.of(settings(), kafka.registry());
    }

    VersionLog log() {
        return new VersionLog(cluster(), null);
    }

    public VersionAnnouncer announcer(String who) {
        return announcer(who, SigningKeys.NONE);
    }

    VersionAnnouncer announcer(String who, SigningKeys keys) {
        return new VersionAnnouncer(cluster(), who, keys);
    }

    Map<String, Object> connection() {
        return Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, settings().string(ConnectionConfig.BOOTSTRAP_SERVERS));
    }

    void sendBytes(String key, byte @Nullable [] value) throws ExecutionException, InterruptedException {
        send(key, value, new RecordHeaders());
    }

    void send(String key, byte @Nullable [] value, Headers headers) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(connection(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(name(), 0, key, value, headers)).get();
        }
    }
}
