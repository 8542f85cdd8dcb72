package io.rolestream.common.loop;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records that have been read from Kafka but not settled, for each partition in the order of their offsets, because a
 * commit covers a prefix. Results arrive in any order; each waits here for those before it. For one thread.
 */
final class InFlight<W, T> {
    /** What a record and its value take beside the value's bytes, about. */
    private static final int OVERHEAD_BYTES = 500;

    /** A record, what happens to it next, and the computation that this waits for. */
    static final class Entry<W, T> {
        private final ConsumerRecord<byte[], byte[]> record;
        private Next<W> next;
        private @Nullable CompletableFuture<T> result;

        /** @param result null if nothing is computed */
        Entry(ConsumerRecord<byte[], byte[]> record, Next<W> next, @Nullable CompletableFuture<T> result) {
            this.record = record;
            this.next = next;
            this.result = result;
        }

        ConsumerRecord<byte[], byte[]> record() {
            return record;
        }

        Next<W> next() {
            return next;
        }

        /** The computation, or null if there is none. */
        @Nullable
        CompletableFuture<T> result() {
            return result;
        }

        void computeAgain(Next.Compute<W> again, CompletableFuture<T> computation) {
            next = again;
            result = computation;
        }

        private boolean isSettled() {
            return result == null || result.isDone();
        }

        private int bytes() {
            return OVERHEAD_BYTES + Math.max(0, record.serializedValueSize());
        }
    }

    private final Map<TopicPartition, Queue<Entry<W, T>>> partitions = new HashMap<>();
    private int size;
    private long bytes;

    void add(Entry<W, T> entry) {
        partitions
                .computeIfAbsent(partition(entry.record()), partition -> new ArrayDeque<>())
                .add(entry);
        size++;
        bytes += entry.bytes();
    }

    /**
     * Takes what is settled, the oldest of each partition first.
     *
     * @param taker returns false to leave an entry, and those behind it, here for now
     * @return whether anything was taken
     */
    boolean takeSettled(Predicate<Entry<W, T>> taker) {
        int before = size;
        for (Queue<Entry<W, T>> entries : partitions.values()) {
            for (Entry<W, T> entry = entries.peek();
                    entry != null && entry.isSettled() && taker.test(entry);
                    entry = entries.peek()) {
                entries.remove();
                size--;
                bytes -= entry.bytes();
            }
        }
        return size < before;
    }

    /** Lets go of partitions that others own now. */
    void drop(Collection<TopicPartition> others) {
        for (TopicPartition other : others) {
            Queue<Entry<W, T>> entries = partitions.remove(other);
            if (entries != null) {
                size -= entries.size();
                entries.forEach(entry -> bytes -= entry.bytes());
            }
        }
    }

    void clear() {
        partitions.clear();
        size = 0;
        bytes = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The main memory that it holds, in bytes, about. */
    long bytes() {
        return bytes;
    }

    static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
