package io.rolestream.stream.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.Sending;
import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Sends people's answers to {@code role-corrections}. Thread-safe. */
public final class CorrectionSender implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final Serializer<RoleCorrection> serializer;
    private final String topic;

    public CorrectionSender(Cluster cluster) {
        this.topic = cluster.topics().roleCorrections();
        this.serializer = new AvroSerde<>(RoleCorrection.class, cluster.registry())
                .prepare(topic)
                .serializer();
        this.producer = cluster.clients().producer(Map.of());
    }

    /** Sends an answer to its resume's partition; completes when the broker has it, or exceptionally. */
    public CompletableFuture<Void> send(RoleCorrection correction, int partition) {
        byte[] key = correction.getResumeId().getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, partition, key, serializer.serialize(topic, correction));
        return Sending.send(producer, record);
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
