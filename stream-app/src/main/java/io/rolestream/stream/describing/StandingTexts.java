package io.rolestream.stream.describing;

import io.rolestream.common.clients.Clients;
import io.rolestream.events.WrittenDescription;
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

/**
 * Which content of each resume has a description, in the partitions that are owned: read from the topic before a resume
 * of the partition is described, outside any transaction, and kept along with what is written. For one thread.
 */
final class StandingTexts {
    private static final String NONE = "";

    private final String topic;
    private final StandingRecords records;
    private final AvroDeserializer<WrittenDescription> deserializer;
    private final Set<Integer> owned = new HashSet<>();
    private final Map<Integer, Map<String, String>> partitions = new HashMap<>();

    /** @param topic {@code generated-descriptions} */
    StandingTexts(String topic, Clients clients, SchemaRegistry registry) {
        this.topic = topic;
        this.records = new StandingRecords(clients);
        this.deserializer = new AvroDeserializer<>(WrittenDescription.class, registry);
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

    private Map<String, String> partition(int number) {
        return partitions.computeIfAbsent(number, missing -> {
            Map<String, String> read = records.read(new TopicPartition(topic, missing), record -> {
                WrittenDescription written =
                        Objects.requireNonNull(deserializer.deserialize(topic, record.headers(), record.value()));
                return written.getDescription() == null ? NONE : written.getContentHash();
            });
            read.values().removeIf(NONE::equals);
            return read;
        });
    }

    /** Whether a resume has a description of this very content. */
    boolean has(int partition, String resumeId, String contentHash) {
        return contentHash.equals(partition(partition).get(resumeId));
    }

    /** A description of a content was written. */
    void put(int partition, String resumeId, String contentHash) {
        partition(partition).put(resumeId, contentHash);
    }

    /** A resume has no description any more. */
    void remove(int partition, String resumeId) {
        partition(partition).remove(resumeId);
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
