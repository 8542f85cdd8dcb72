package io.rolestream.stream.relabel;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records to send again, by partition: the latest of each resume, if it is in the time range and not a deletion.
 * Offsets ascend.
 */
public record Selection(Map<TopicPartition, long[]> offsets) {

    /** Reads the topic from the beginning of the range to the present end; {@code wanted} tests keys. */
    public static Selection read(
            Clients clients, String topic, TimeRange range, Predicate<byte[]> wanted, BooleanSupplier stop) {
        Map<TopicPartition, LatestRecords> latest = new HashMap<>();
        new CommittedReader(clients, List.of(topic), start(range), true, record -> {
                    if (record.key() != null && wanted.test(record.key())) {
                        latest.computeIfAbsent(
                                        new TopicPartition(record.topic(), record.partition()),
                                        partition -> new LatestRecords())
                                .note(record, record.value() != null && range.contains(record.timestamp()));
                    }
                    return !stop.getAsBoolean();
                })
                .run();
        Map<TopicPartition, long[]> offsets = new HashMap<>();
        latest.forEach((partition, records) -> {
            long[] ascending = records.offsets();
            if (ascending.length > 0) {
                offsets.put(partition, ascending);
            }
        });
        return new Selection(offsets);
    }

    private static From start(TimeRange range) {
        return range.since().equals(TimeRange.BEGINNING) ? From.BEGINNING : From.time(range.since());
    }

    public long size() {
        return offsets.values().stream().mapToLong(each -> each.length).sum();
    }

    /** The first offset of each partition. */
    From start() {
        Map<TopicPartition, Long> first = new HashMap<>();
        offsets.forEach((partition, ascending) -> first.put(partition, ascending[0]));
        return From.offsets(first);
    }

    boolean contains(ConsumerRecord<?, ?> record) {
        long[] ascending = offsets.get(new TopicPartition(record.topic(), record.partition()));
        return ascending != null && Arrays.binarySearch(ascending, record.offset()) >= 0;
    }
}
