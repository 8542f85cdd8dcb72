package io.rolestream.common.clients;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer without transactions, for applications and commands: idempotent, with {@code acks=all}. */
public final class PlainProducer {
    private PlainProducer() {}

    /**
     * Creates a producer.
     *
     * @param own additional properties; settings under {@code kafka.} override all others
     */
    public static Producer<byte[], byte[]> create(Settings settings, Map<String, Object> own) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.putAll(own);
        properties.putAll(ConnectionConfig.clientProperties(settings));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends a record.
     *
     * @return completes when the broker has acknowledged it; exceptionally if it cannot be sent
     */
    public static CompletableFuture<Void> send(
            Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
