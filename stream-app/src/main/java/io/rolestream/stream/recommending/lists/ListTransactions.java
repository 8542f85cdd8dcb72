package io.rolestream.stream.recommending.lists;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.metrics.KafkaMeters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Sends lists, a transaction for each batch. After a failure the producer is replaced. For one thread. */
final class ListTransactions implements AutoCloseable {
    private final Clients clients;
    private final String transactionalId;
    private final MeterRegistry meters;
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable KafkaMeters producerMeters;

    ListTransactions(Clients clients, String transactionalId, MeterRegistry meters) {
        this.clients = clients;
        this.transactionalId = transactionalId;
        this.meters = meters;
    }

    /** Connects, and ends what a process of the same name has left open. */
    Producer<byte[], byte[]> connect() {
        Producer<byte[], byte[]> connected = producer;
        if (connected != null) {
            return connected;
        }
        connected = clients.transactional(transactionalId, Clients.TRANSACTION_TUNING);
        try {
            connected.initTransactions();
        } catch (RuntimeException e) {
            connected.close(Duration.ZERO);
            throw e;
        }
        producer = connected;
        producerMeters = KafkaMeters.of(connected, meters);
        return connected;
    }

    /**
     * Commits records, with offsets that prove that the sender still has its place.
     *
     * @param offsets not empty
     */
    void commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata place) {
        Producer<byte[], byte[]> connected = connect();
        connected.beginTransaction();
        records.forEach(connected::send); // one that can't be sent makes the commit fail
        connected.sendOffsetsToTransaction(offsets, place);
        connected.commitTransaction();
    }

    /** Gives up what is open. Never waits. */
    @Override
    public void close() {
        if (producerMeters != null) {
            producerMeters.close();
            producerMeters = null;
        }
        Producer<byte[], byte[]> connected = producer;
        producer = null;
        if (connected != null) {
            connected.close(Duration.ZERO);
        }
    }
}
