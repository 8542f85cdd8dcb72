package io.rolestream.stream.review;

import io.rolestream.common.clients.PlainProducer;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.RoleCorrection;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
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

    public CorrectionSender(Settings settings, SchemaRegistry registry) {
        this.topic = new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)).roleCorrections();
        this.serializer =
                new AvroSerde<>(RoleCorrection.class, registry).prepare(topic).serializer();
        this.producer = PlainProducer.create(settings, Map.of());
    }

    /**
     * Sends an answer.
     *
     * @param partition that its resume came from
     * @return completes when the broker has it, exceptionally when it can't be sent
     */
    public CompletableFuture<Void> send(RoleCorrection correction, int partition) {
        byte[] key = correction.getResumeId().getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, partition, key, serializer.serialize(topic, correction));
        return PlainProducer.send(producer, record);
    }

    /** Waits until everything that was sent is answered by the broker. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
