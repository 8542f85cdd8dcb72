package io.rolestream.stream.recommending.standing;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.clients.TopicAdminException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what stands in a partition of a compacted topic that is its writer's only state. Called by the partition's new
 * owner after the group has fenced the previous one: what that one was committing lies before the end that is asked for
 * here, and it can't commit any more. Waits for transactions that are open before that end.
 */
public final class StandingRecords {
    private static final Logger LOG = LoggerFactory.getLogger(StandingRecords.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Clients clients;

    public StandingRecords(Clients clients) {
        this.clients = clients;
    }

    /**
     * The latest record of each key.
     *
     * @param read makes something of a record with a value; a {@link SerializationException} skips the record
     * @throws TimeoutException if the end cannot be reached: nothing comes for two minutes
     */
    public <T> Map<String, T> read(TopicPartition partition, Function<ConsumerRecord<byte[], byte[]>, T> read) {
        long end = end(partition);
        Map<String, T> standing = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(record -> add(record, read, standing));
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptException("interrupted");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(
                            "%s cannot be read up to offset %d: is a transaction left open?".formatted(partition, end));
                }
            }
        }
        return standing;
    }

    /** The end beyond open transactions. */
    private long end(TopicPartition partition) {
        try (Admin admin = clients.admin()) {
            return TopicAdmin.await(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition))
                    .offset();
        } catch (ExecutionException e) {
            throw new TopicAdminException(
                    "The end of %s is unknown: %s".formatted(partition, e.getCause()), e.getCause());
        }
    }

    private static <T> void add(
            ConsumerRecord<byte[], byte[]> record,
            Function<ConsumerRecord<byte[], byte[]>, T> read,
            Map<String, T> standing) {
        if (record.key() == null) {
            return;
        }
        String id = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            standing.remove(id);
            return;
        }
        try {
            standing.put(id, read.apply(record));
        } catch (SerializationException e) {
            LOG.warn("{}-{}@{} is skipped: {}", record.topic(), record.partition(), record.offset(), e.toString());
        }
    }
}
