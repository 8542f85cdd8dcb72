package io.rolestream.dashboard.records;

import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records for people who ask. It has one consumer without a group, opened on first use; requests wait for
 * each other, so that many of them cost no memory.
 */
public final class RecordLookup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLookup.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Map<String, Object> TUNING =
            Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);

    private final Supplier<Consumer<byte[], byte[]>> opening;
    private final Duration searchTime;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean closed;

    public RecordLookup(Clients clients) {
        this(() -> clients.reader(TUNING), PATIENCE);
    }

    /** @param searchTime how long one request reads at most */
    RecordLookup(Supplier<Consumer<byte[], byte[]>> opening, Duration searchTime) {
        this.opening = opening;
        this.searchTime = searchTime;
    }

    /**
     * The record at a place; null if it is gone, by compaction or age.
     *
     * @throws ServiceUnavailableResponse if Kafka does not answer in time, or too many ask
     */
    public @Nullable ConsumerRecord<byte[], byte[]> at(String topic, Place place) throws InterruptedException {
        return read(
                new TopicPartition(topic, place.partition()),
                (reading, partition) -> place.offset(),
                record -> record.offset() == place.offset(),
                1);
    }

    /**
     * The first record from a time on that is wanted; null if it is not among so many, or gone.
     *
     * @param fromMillis a time at or before the record's timestamp
     * @throws ServiceUnavailableResponse if Kafka does not answer in time, there is more to read than time allows, or
     *     too many ask
     */
    public @Nullable ConsumerRecord<byte[], byte[]> first(
            TopicPartition from, long fromMillis, Predicate<ConsumerRecord<byte[], byte[]>> wanted, int most)
            throws InterruptedException {
        return read(
                from,
                (reading, partition) -> {
                    OffsetAndTimestamp found = reading.offsetsForTimes(Map.of(partition, fromMillis), PATIENCE)
                            .get(partition);
                    return found == null ? null : found.offset();
                },
                wanted,
                most);
    }

    /** Says where to begin to read a partition; null if there is nothing to read. */
    @FunctionalInterface
    private interface Start {
        @Nullable
        Long of(Consumer<byte[], byte[]> reading, TopicPartition partition);
    }

    private @Nullable ConsumerRecord<byte[], byte[]> read(
            TopicPartition partition, Start start, Predicate<ConsumerRecord<byte[], byte[]>> wanted, int most)
            throws InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ServiceUnavailableResponse("Too many are looking up records; try again in a moment.");
        }
        try {
            return read(opened(), partition, start, wanted, most);
        } catch (KafkaException e) {
            LOG.debug("{} cannot be read", partition, e);
            discard();
            throw new ServiceUnavailableResponse("Kafka does not answer; try again in a moment.");
        } finally {
            lock.unlock();
        }
    }

    private Consumer<byte[], byte[]> opened() {
        if (closed) {
            throw new ServiceUnavailableResponse("the dashboard is stopping");
        }
        if (consumer == null) {
            consumer = opening.get();
        }
        return consumer;
    }

    private @Nullable ConsumerRecord<byte[], byte[]> read(
            Consumer<byte[], byte[]> reading,
            TopicPartition partition,
            Start from,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            int most) {
        reading.assign(List.of(partition));
        try {
            Long offset = from.of(reading, partition);
            if (offset == null) {
                return null;
            }
            long last = offset + most - 1;
            reading.seek(partition, offset);
            long end = most == 1
                    ? Long.MAX_VALUE
                    : reading.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long start = System.nanoTime();
            boolean answers = false;
            while (System.nanoTime() - start < searchTime.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                    answers = true;
                    if (wanted.test(record)) {
                        return record;
                    }
                }
                if (reading.position(partition) > Math.min(last, end - 1)) {
                    return null;
                }
            }
            if (answers) {
                throw new ServiceUnavailableResponse(
                        "It was not found within %d s; use `rolestream lookup` in a terminal."
                                .formatted(searchTime.toSeconds()));
            }
        } finally {
            // What was fetched beyond is not kept.
            reading.assign(List.of());
        }
        throw new KafkaException("no answer in " + searchTime.toSeconds() + " s");
    }

    private void discard() {
        Consumer<byte[], byte[]> failed = consumer;
        consumer = null;
        if (failed != null) {
            failed.close();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            discard();
        } finally {
            lock.unlock();
        }
    }
}
