package io.rolestream.stream.recommending.labels;

import io.rolestream.common.clients.Clients;
import io.rolestream.events.LabelledJob;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.stream.recommending.standing.StandingRecords;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The labels that stand in the partitions that are owned: read from the topic before a job of the partition is
 * labelled, outside any transaction, and kept along with what is written. For one thread.
 */
final class JobLabels {
    private final String topic;
    private final StandingRecords records;
    private final AvroDeserializer<LabelledJob> deserializer;
    private final Set<Integer> owned = new HashSet<>();
    private final Map<Integer, Map<String, StandingLabel>> partitions = new HashMap<>();

    /** @param topic {@code labelled-jobs} */
    JobLabels(String topic, Clients clients, SchemaRegistry registry) {
        this.topic = topic;
        this.records = new StandingRecords(clients);
        this.deserializer = new AvroDeserializer<>(LabelledJob.class, registry);
    }

    /** Partitions come; what stands in them is read by {@link #load}. */
    void own(Collection<Integer> more) {
        owned.addAll(more);
    }

    /**
     * Reads one of the partitions that are not known yet, so that a member with many of them keeps polling.
     *
     * @return whether all are known
     */
    boolean load() {
        for (int number : owned) {
            if (!partitions.containsKey(number)) {
                partition(number);
                break;
            }
        }
        return partitions.keySet().containsAll(owned);
    }

    private Map<String, StandingLabel> partition(int number) {
        return partitions.computeIfAbsent(
                number,
                missing -> records.read(
                        new TopicPartition(topic, missing),
                        record -> StandingLabel.of(Objects.requireNonNull(
                                deserializer.deserialize(topic, record.headers(), record.value())))));
    }

    @Nullable
    StandingLabel get(int partition, String jobId) {
        return partition(partition).get(jobId);
    }

    void put(int partition, String jobId, StandingLabel label) {
        partition(partition).put(jobId, label);
    }

    void remove(int partition, String jobId) {
        partition(partition).remove(jobId);
    }

    /** Whether some label of a partition was made by other versions. */
    boolean hasOthers(int partition, String ruleSet, String model) {
        return partition(partition).values().stream().anyMatch(label -> !label.isBy(ruleSet, model));
    }

    /** Partitions go to others. */
    void forget(Collection<Integer> others) {
        owned.removeAll(others);
        partitions.keySet().removeAll(others);
    }

    /** What was written may not have been committed: all partitions are read again. */
    void forgetAll() {
        partitions.clear();
    }
}
