package io.rolestream.stream.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer of anybody's, which sends records of any size to partition 0. */
public final class RawProducer implements AutoCloseable {
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param compression Kafka's {@code compression.type} */
    public RawProducer(String bootstrapServers, String topic, String compression) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        compression,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        1 << 29,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        1L << 29),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a record and waits until it is there. */
    public RecordMetadata send(byte @Nullable [] key, byte @Nullable [] value, Header... headers)
            throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>(topic, 0, key, value, List.of(headers)))
                .get();
    }

    /** As {@link #send}, with a timestamp that Java's producer would refuse, though brokers do not. */
    public RecordMetadata sendBeforeTime(byte[] key, byte[] value) throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>(topic, 0, key, value) {
                    @Override
                    public Long timestamp() {
                        return -1L; // as clients in other languages send where no time is set
                    }
                })
                .get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
