package io.rolestream.common.loop;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where to read again from after a failure. For one thread. */
final class ReadPositions {
    /**
     * The first offset read of each partition since it was assigned: where to begin again while nothing is committed.
     */
    private final Map<TopicPartition, Long> readFrom = new HashMap<>();

    void read(ConsumerRecord<byte[], byte[]> record) {
        readFrom.putIfAbsent(InFlight.partition(record), record.offset());
    }

    /** Seeks to what is committed or, where nothing is, to where this member began. */
    void rewind(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
        committed.forEach((partition, offset) -> {
            Long began = readFrom.get(partition);
            if (offset != null) {
                consumer.seek(partition, offset);
            } else if (began != null) {
                consumer.seek(partition, began);
            }
        });
    }

    void forget(Collection<TopicPartition> partitions) {
        readFrom.keySet().removeAll(partitions);
    }
}
