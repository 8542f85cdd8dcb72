package io.rolestream.common.loop;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where to read again from after a failure. For one thread. */
final class ReadPositions {
    private static final Logger LOG = LoggerFactory.getLogger(ReadPositions.class);

    /**
     * The first offset read of each partition since it was assigned: where to begin again while nothing is committed.
     */
    private final Map<TopicPartition, Long> readFrom = new HashMap<>();

    void read(ConsumerRecord<byte[], byte[]> record) {
        readFrom.putIfAbsent(InFlight.partition(record), record.offset());
    }

    /** Begins a topic that was deleted and created again. */
    void begin(Consumer<byte[], byte[]> consumer, Set<String> recreated) {
        readFrom.keySet().removeIf(partition -> recreated.contains(partition.topic()));
        consumer.seekToBeginning(consumer.assignment().stream()
                .filter(partition -> recreated.contains(partition.topic()))
                .toList());
    }

    /** Seeks to the beginning where the offset from which the group continues is one in a deleted topic. */
    void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, TopicIds ids) {
        consumer.committed(new HashSet<>(partitions)).forEach((partition, offset) -> {
            if (offset != null && ids.isOfAnother(partition, offset)) {
                LOG.warn(
                        "topic {} was deleted and created again; reading {} from its beginning",
                        partition.topic(),
                        partition);
                consumer.seekToBeginning(Set.of(partition));
            }
        });
    }

    /** Seeks to what is committed or, where nothing is, to where this member began. */
    void rewind(Consumer<byte[], byte[]> consumer, TopicIds ids) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
        committed.forEach((partition, offset) -> {
            Long began = readFrom.get(partition);
            if (offset != null && ids.isOfAnother(partition, offset)) {
                consumer.seekToBeginning(Set.of(partition));
            } else if (offset != null) {
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
