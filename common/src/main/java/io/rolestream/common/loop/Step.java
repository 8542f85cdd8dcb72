package io.rolestream.common.loop;

import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@link TransactionalLoop} does with each record: read it, compute on it in the background, turn the result
 * into records. The loop's thread calls every method; only computing may happen on other threads.
 *
 * <p>After a failure the same records come again, so that no method may have effects that must happen once: results are
 * sent, and nothing else is done with them.
 *
 * @param <W> what is computed on
 * @param <T> the result
 */
public interface Step<W, T> extends AutoCloseable {
    /**
     * Called between two records, at least twice a second, and before the first: the place to swap what computes.
     *
     * @return whether records may be taken; while they may not, they stay in Kafka
     */
    default boolean prepare() {
        return true;
    }

    /**
     * Whether another record may be computed on now. What there is no room for stays in Kafka, apart from what is
     * fetched already.
     */
    boolean hasRoom();

    /**
     * Reads a record.
     *
     * @throws SchemaRegistryUnavailableException if its schema can't be asked for; the loop waits, and has it read
     *     again
     */
    Next<W> read(ConsumerRecord<byte[], byte[]> record);

    /**
     * Computes in the background. Results may complete in any order.
     *
     * @throws InterruptedException when interrupted while handing the work over
     */
    CompletableFuture<T> compute(W work) throws InterruptedException;

    /** The records that a result leads to. They become visible to readers together with the offset of their origin. */
    List<ProducerRecord<byte[], byte[]>> records(ConsumerRecord<byte[], byte[]> record, W work, T result);

    /**
     * Called when a computation failed.
     *
     * @return {@link Next.Compute} to compute again; {@link Next.Send} to send other records, such as a dead letter,
     *     instead of the result
     * @throws RuntimeException if the loop is to start over, or to stop ({@link #isFatal})
     */
    Next<W> onFailure(ConsumerRecord<byte[], byte[]> record, W work, Throwable failure);

    /** Whether starting over would not help against a failure, so that the loop stops. */
    default boolean isFatal(RuntimeException failure) {
        return false;
    }

    /**
     * Called when partitions come to this member, after the transactions of their previous owner have ended. What it
     * wrote can be read now, and it can't commit any more.
     */
    default void assigned(Collection<TopicPartition> partitions) {}

    /** Called when other members own partitions. */
    default void revoked(Collection<TopicPartition> partitions) {}

    /**
     * Records that are due without a record that leads to them, such as results that a new model changes; called often,
     * while nothing is in flight. They are committed like results.
     *
     * @return by the partition that each belongs to, of those assigned
     */
    default Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> unprompted() throws InterruptedException {
        return Map.of();
    }

    /** Called when records that were asked for are not committed: what led to them comes again. */
    default void abandoned() {}

    /** Called after each commit. */
    default void committed() {}

    /** Called when a failure is answered by reading again from what is committed. */
    default void startedOver() {}

    /** Called when the loop has ended. */
    @Override
    default void close() {}
}
