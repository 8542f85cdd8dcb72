package io.rolestream.common.clients;

import io.rolestream.common.service.CommandFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads the committed records of all partitions of some topics, and passes each to a callback. It belongs to no
 * consumer group, so it leaves no trace on the cluster. Start positions are determined at construction: records written
 * afterwards are read.
 */
public final class CommittedReader implements Runnable, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Where to begin. */
    public interface From {
        From BEGINNING = (consumer, ends) -> consumer.seekToBeginning(ends.keySet());
        From END = (consumer, ends) -> ends.forEach(consumer::seek);

        /**
         * The first record of each partition whose timestamp is at or after a time. All earlier records of the
         * partition are older.
         */
        static From time(Instant earliest) {
            return (consumer, ends) -> {
                Map<TopicPartition, Long> times = new HashMap<>();
                ends.keySet().forEach(partition -> times.put(partition, earliest.toEpochMilli()));
                Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
                ends.forEach((partition, end) -> {
                    OffsetAndTimestamp first = found.get(partition);
                    consumer.seek(partition, first == null ? end : first.offset());
                });
            };
        }

        /** These offsets; the end, for partitions that are not listed. */
        static From offsets(Map<TopicPartition, Long> offsets) {
            return (consumer, ends) ->
                    ends.forEach((partition, end) -> consumer.seek(partition, offsets.getOrDefault(partition, end)));
        }

        /** Seeks each partition to its start, given its end. */
        void seek(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Predicate<ConsumerRecord<byte[], byte[]>> onRecord;
    private final Map<TopicPartition, Long> ends;
    private final boolean untilEnd;
    private volatile boolean closing;

    /**
     * Finds the partitions and determines the start positions.
     *
     * @param untilEnd whether to stop at the present end
     * @param onRecord called with each record, on the thread that calls {@link #run}; false stops
     * @throws CommandFailedException if a topic does not exist
     */
    public CommittedReader(
            Clients clients,
            List<String> topics,
            From from,
            boolean untilEnd,
            Predicate<ConsumerRecord<byte[], byte[]>> onRecord) {
        this.onRecord = onRecord;
        this.untilEnd = untilEnd;
        this.consumer = clients.reader(Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
                // To close, a consumer waits for the answer to its last fetch.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100));
        try {
            List<TopicPartition> partitions =
                    topics.stream().flatMap(this::partitions).toList();
            consumer.assign(partitions);
            this.ends = consumer.endOffsets(partitions);
            from.seek(consumer, ends);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private Stream<TopicPartition> partitions(String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new CommandFailedException(
                    "no topic " + topic + " on this cluster; create it with `rolestream topics create`");
        }
        return partitions.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
    }

    /** Reads until the callback returns false, the end is reached, or another thread calls {@link #close}. */
    @Override
    public void run() {
        run(() -> false);
    }

    /**
     * As {@link #run()}, also until told to stop.
     *
     * @param stop asked before each poll, several times a second
     */
    public void run(BooleanSupplier stop) {
        try (consumer) {
            while (!closing && !stop.getAsBoolean() && !(untilEnd && isAtEnd())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (!onRecord.test(record)) {
                        return;
                    }
                }
            }
        } catch (WakeupException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    private boolean isAtEnd() {
        try {
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), POLL) >= end.getValue());
        } catch (TimeoutException e) {
            return false; // a broker is away
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
    }
}
