package io.rolestream.stream.worker;

import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
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
 * commit covers a prefix. Votes arrive in any order; each waits here for those before it. For one thread.
 */
final class InFlight {
    /** What a record and its value take beside the value's bytes, about. */
    private static final int OVERHEAD_BYTES = 500;

    /** A record and the vote on it. */
    static final class Entry {
        private final ConsumerRecord<byte[], byte[]> record;
        private final @Nullable ReadableResume resume;
        private @Nullable CompletableFuture<Vote> vote;

        /** A resume and the vote on it. */
        Entry(ConsumerRecord<byte[], byte[]> record, ReadableResume resume, CompletableFuture<Vote> vote) {
            this.record = record;
            this.resume = resume;
            this.vote = vote;
        }

        /** A record that calls for no vote. */
        Entry(ConsumerRecord<byte[], byte[]> record) {
            this.record = record;
            this.resume = null;
            this.vote = null;
        }

        ConsumerRecord<byte[], byte[]> record() {
            return record;
        }

        /** The resume, or null where the record is none. */
        @Nullable
        ReadableResume resume() {
            return resume;
        }

        /** The vote on it, or null where the record calls for none. */
        @Nullable
        CompletableFuture<Vote> vote() {
            return vote;
        }

        /** Following votes come from another model. */
        void retry(CompletableFuture<Vote> other) {
            vote = other;
        }

        private boolean isSettled() {
            return vote == null || vote.isDone();
        }

        private int bytes() {
            return OVERHEAD_BYTES + Math.max(0, record.serializedValueSize());
        }
    }

    private final Map<TopicPartition, Queue<Entry>> partitions = new HashMap<>();
    private int size;
    private long bytes;

    void add(Entry entry) {
        partitions
                .computeIfAbsent(partition(entry.record()), partition -> new ArrayDeque<>())
                .add(entry);
        size++;
        bytes += entry.bytes();
    }

    /**
     * Takes what is settled, of each partition from the oldest on.
     *
     * @param taker returns false to leave an entry, and those behind it, here for now
     * @return whether anything was taken
     */
    boolean takeSettled(Predicate<Entry> taker) {
        int before = size;
        for (Queue<Entry> entries : partitions.values()) {
            for (Entry entry = entries.peek();
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
            Queue<Entry> entries = partitions.remove(other);
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

    /** What it holds of main memory, in bytes, about. */
    long bytes() {
        return bytes;
    }

    static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
