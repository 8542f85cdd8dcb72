package io.rolestream.stream.recommending.standing;

import io.rolestream.common.clients.Clients;
import io.rolestream.schemas.serde.AvroDeserializer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What stands under each key in the partitions that are owned: read from the topic before the first record of a
 * partition is processed, outside any transaction, and kept along with what is written. For one thread.
 *
 * @param <T> the topic's event
 * @param <V> what is kept of it
 */
public final class StandingPartitions<T extends SpecificRecord, V> {
    private final String topic;
    private final StandingRecords records;
    private final AvroDeserializer<T> deserializer;
    private final Function<T, Optional<V>> kept;
    private final Set<Integer> owned = new HashSet<>();
    private final Map<Integer, Map<String, V>> partitions = new HashMap<>();

    /** @param kept what is kept of an event; empty if nothing is */
    public StandingPartitions(
            String topic, Clients clients, AvroDeserializer<T> deserializer, Function<T, Optional<V>> kept) {
        this.topic = topic;
        this.records = new StandingRecords(clients);
        this.deserializer = deserializer;
        this.kept = kept;
    }

    /** Partitions come; what stands in them is read by {@link #load}. */
    public void own(Collection<Integer> more) {
        owned.addAll(more);
    }

    /**
     * Reads one of the partitions that are not known yet, so that a member with many of them keeps polling.
     *
     * @return whether all are known
     */
    public boolean load() {
        for (int number : owned) {
            if (!partitions.containsKey(number)) {
                of(number);
                break;
            }
        }
        return partitions.keySet().containsAll(owned);
    }

    /** What stands in a partition, by key; to be changed along with what is written. */
    public Map<String, V> of(int partition) {
        return partitions.computeIfAbsent(partition, this::read);
    }

    private Map<String, V> read(int partition) {
        Map<String, V> standing = new HashMap<>();
        records.read(
                        new TopicPartition(topic, partition),
                        record -> kept.apply(Objects.requireNonNull(
                                deserializer.deserialize(topic, record.headers(), record.value()))))
                .forEach((key, value) -> value.ifPresent(present -> standing.put(key, present)));
        return standing;
    }

    /** Partitions go to others. */
    public void forget(Collection<Integer> others) {
        owned.removeAll(others);
        partitions.keySet().removeAll(others);
    }

    /** What was written may not have been committed: all partitions are read again. */
    public void forgetAll() {
        partitions.clear();
    }
}
