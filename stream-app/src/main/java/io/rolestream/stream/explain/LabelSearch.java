package io.rolestream.stream.explain;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds the labels of resumes in {@code labelled-roles}.
 *
 * <p>Clients that send resumes have different partitioners, but all labels are sent by the topology, which partitions
 * them by id as Java's clients do. So the partition of an id is known, and it alone is read first. After partitions
 * were added, the last label of an id may still be in another one: the others are read for ids of which the first has
 * nothing.
 */
public final class LabelSearch {
    private final Cluster cluster;
    private final String topic;
    private final Deserializer<LabelledRole> deserializer;

    /** How far a search is. */
    public interface SearchProgress {
        /** A pass over this many offsets begins. */
        void began(long offsets);

        /** So many of them have been read. */
        void read(long offsets);
    }

    public LabelSearch(Cluster cluster) {
        this.cluster = cluster;
        this.topic = cluster.topics().labelledRoles();
        this.deserializer = new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer();
    }

    /** The partition of an id's labels, among so many. */
    public static int partitionOf(String resumeId, int partitions) {
        return Utils.toPositive(Utils.murmur2(resumeId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /**
     * Reads the topic as far as needed, to its present end.
     *
     * @return by id, in the order of the ids; incomplete if stopped
     * @throws CommandFailedException if the topic does not exist
     */
    public Map<String, KeptLabels> find(Set<String> ids, SearchProgress progress, BooleanSupplier stop) {
        Map<String, KeptLabels> found = new LinkedHashMap<>();
        ids.forEach(id -> found.put(id, KeptLabels.NONE));
        Pass first = new Pass(ids, found, progress, true);
        first.run(stop);
        Set<String> missing = new HashSet<>(ids);
        missing.removeIf(id -> found.getOrDefault(id, KeptLabels.NONE).isKnown());
        if (!missing.isEmpty() && !stop.getAsBoolean()) {
            new Pass(missing, found, progress, false).run(stop);
        }
        return found;
    }

    /** One reading of the partitions that the ids belong to, or of all others. */
    private final class Pass {
        private final Map<ByteBuffer, String> byKey = new HashMap<>();
        private final Map<String, KeptLabels> found;
        private final SearchProgress progress;
        private final boolean own;
        private final Map<Integer, Long> positions = new HashMap<>();
        private long read;

        Pass(Set<String> ids, Map<String, KeptLabels> found, SearchProgress progress, boolean own) {
            this.found = found;
            this.progress = progress;
            this.own = own;
            ids.forEach(id -> byKey.put(ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8)), id));
        }

        void run(BooleanSupplier stop) {
            new CommittedReader(cluster.clients(), List.of(topic), this::seek, true, this::take).run(stop);
        }

        private void seek(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
            Set<Integer> ofIds = new HashSet<>();
            byKey.values().forEach(id -> ofIds.add(partitionOf(id, ends.size())));
            IntPredicate wanted = partition -> ofIds.contains(partition) == own;
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ends.keySet());
            long offsets = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                TopicPartition partition = end.getKey();
                long beginning = beginnings.getOrDefault(partition, end.getValue());
                boolean isRead = wanted.test(partition.partition());
                consumer.seek(partition, isRead ? beginning : end.getValue());
                offsets += isRead ? end.getValue() - beginning : 0;
                positions.put(partition.partition(), beginning);
            }
            progress.began(offsets);
        }

        private boolean take(ConsumerRecord<byte[], byte[]> record) {
            long next = record.offset() + 1;
            Long before = positions.put(record.partition(), next);
            read += next - (before == null ? record.offset() : before);
            progress.read(read);
            String id = record.key() == null ? null : byKey.get(ByteBuffer.wrap(record.key()));
            if (id != null) {
                LabelledRole label = deserializer.deserialize(topic, record.headers(), record.value());
                found.merge(
                        id,
                        KeptLabels.NONE,
                        (kept, none) -> label == null
                                ? new KeptLabels(List.of(), true)
                                : kept.with(new KeptLabel(label, record.partition(), record.offset())));
            }
            return true;
        }
    }
}
