package io.rolestream.common.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.KafkaMeters;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a loop sends and how far it has read, both in one transaction at a time. A transaction begins with the first
 * result, so none is open during a computation. After any failure the producer is thrown away: initialising the next
 * one waits until the last transaction has ended, and only then are committed offsets read. For one thread.
 */
final class Transactions {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final long intervalNanos;
    private final MeterRegistry meters;
    private final TopicIds ids;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable KafkaMeters producerMeters;
    private boolean open;
    private long waitingSince;

    /**
     * @param producers makes transactional producers of the same name, not yet initialised
     * @param interval how long a transaction collects results, at most
     * @param ids of the topics that are read
     */
    Transactions(Supplier<Producer<byte[], byte[]>> producers, Duration interval, MeterRegistry meters, TopicIds ids) {
        this.producers = producers;
        this.intervalNanos = interval.toNanos();
        this.meters = meters;
        this.ids = ids;
    }

    /**
     * The producer; if there is none, a new one, which first ends the transaction that an earlier one of its name left
     * open.
     */
    Producer<byte[], byte[]> connect() {
        Producer<byte[], byte[]> connected = producer;
        if (connected != null) {
            return connected;
        }
        connected = producers.get();
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

    /** Sends what came of a record, and counts the record and those before it in its partition as read. */
    void add(ConsumerRecord<byte[], byte[]> origin, List<ProducerRecord<byte[], byte[]>> results) {
        // A result that can't be sent makes the commit fail.
        results.forEach(result -> begun().send(result));
        if (offsets.isEmpty()) {
            waitingSince = System.nanoTime();
        }
        offsets.put(
                InFlight.partition(origin),
                new OffsetAndMetadata(origin.offset() + 1, origin.leaderEpoch(), ids.metadata(origin.topic())));
    }

    /** Sends records that no record leads to, and counts those before a position as read, as they are. */
    void add(TopicPartition partition, long position, List<ProducerRecord<byte[], byte[]>> results) {
        results.forEach(result -> begun().send(result));
        if (offsets.isEmpty()) {
            waitingSince = System.nanoTime();
        }
        offsets.put(partition, new OffsetAndMetadata(position, Optional.empty(), ids.metadata(partition.topic())));
    }

    private Producer<byte[], byte[]> begun() {
        Producer<byte[], byte[]> connected = connect();
        if (!open) {
            connected.beginTransaction();
            open = true;
        }
        return connected;
    }

    /** Whether something waits to be committed. */
    boolean hasWork() {
        return !offsets.isEmpty();
    }

    /** Whether something has waited for as long as it may. */
    boolean isDue() {
        return hasWork() && System.nanoTime() - waitingSince >= intervalNanos;
    }

    /**
     * Commits results and offsets.
     *
     * @param member this process's place in the group; the broker refuses a member that the group has removed, and
     *     commits nothing
     */
    void commit(ConsumerGroupMetadata member) {
        Producer<byte[], byte[]> connected = begun();
        connected.sendOffsetsToTransaction(offsets, member);
        connected.commitTransaction();
        clear();
    }

    /** Whether what waits to be committed concerns any of these partitions. */
    boolean concerns(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(offsets::containsKey);
    }

    /** Gives up what is open. Never waits. */
    void abandon() {
        Producer<byte[], byte[]> connected = producer;
        producer = null;
        clear();
        if (producerMeters != null) {
            producerMeters.close();
            producerMeters = null;
        }
        if (connected != null) {
            connected.close(Duration.ZERO);
        }
    }

    private void clear() {
        offsets.clear();
        open = false;
    }
}
