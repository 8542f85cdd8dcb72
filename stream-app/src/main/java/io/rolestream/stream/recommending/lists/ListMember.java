package io.rolestream.stream.recommending.lists;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.offsets.GoneRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in the group that divides the ownership of lists. It owns partitions of {@code resumes} and {@code jobs}, and
 * with each the partition of lists of the same number, but reads no record of them.
 *
 * <p><b>Fencing.</b> Each transaction of lists commits offsets in this group, so that the broker refuses those of a
 * member that has lost its place. Before the lists of a partition are read, {@link #fence} asks for its committed
 * offset, which waits until the previous owner's last transaction has ended.
 */
final class ListMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListMember.class);

    private final Consumer<byte[], byte[]> consumer;
    private final KafkaMeters meters;
    private final Set<TopicPartition> left = new HashSet<>();
    private boolean joined;

    /** @param instance its name in the group, unchanged by restarts; null for none */
    ListMember(
            Clients clients,
            String group,
            @Nullable String instance,
            List<String> topics,
            GoneRecords gone,
            MeterRegistry registry) {
        this.consumer = clients.member(group, instance, Map.of(), gone);
        this.meters = KafkaMeters.of(consumer, registry);
        consumer.subscribe(topics, new Moves());
    }

    /** Keeps its place. Partitions may come and go. */
    void poll(Duration patience) {
        consumer.poll(patience);
    }

    /** What it owns now. */
    Set<TopicPartition> owned() {
        return Set.copyOf(consumer.assignment());
    }

    /** What it has not owned all the time since the last call, though it may own it again. */
    Set<TopicPartition> left() {
        Set<TopicPartition> since = Set.copyOf(left);
        left.clear();
        return since;
    }

    /** Waits until the last transactions of the previous owners have ended. */
    void fence(Set<TopicPartition> partitions) {
        consumer.committed(partitions);
    }

    /** Whether the group has assigned it partitions, or none, at least once. */
    boolean hasJoined() {
        return joined;
    }

    /** Its place, with which it commits. */
    ConsumerGroupMetadata place() {
        return consumer.groupMetadata();
    }

    /** Ends a poll soon. Any thread may call this. */
    void wakeup() {
        consumer.wakeup();
    }

    /** Called from within {@code poll}, between two transactions: nothing is uncommitted then. */
    private final class Moves implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(consumer.assignment());
            joined = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            left.addAll(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.warn("the group has removed this member; others own its partitions now: {}", partitions);
            left.addAll(partitions);
        }
    }

    /** A member with a name keeps its place for its restart. */
    @Override
    public void close() {
        meters.close();
        try {
            consumer.close();
        } catch (RuntimeException e) {
            LOG.warn("the recommender could not tell its group that it leaves: {}", e.toString());
        }
    }
}
