package io.rolestream.common.loop;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the loop's promises while partitions move. Called by the loop's thread, from within {@code poll}. */
final class Rebalances implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Rebalances.class);

    private final Uncommitted<?, ?> uncommitted;
    private volatile boolean joined;

    Rebalances(Uncommitted<?, ?> uncommitted) {
        this.uncommitted = uncommitted;
    }

    /** Whether the group has assigned it partitions, or none, at least once. Any thread may ask. */
    boolean hasJoined() {
        return joined;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        uncommitted.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            uncommitted.commitComputed();
        } catch (KafkaException e) {
            LOG.warn("uncommitted work on partitions {} is left to their next owner: {}", partitions, e.toString());
            uncommitted.abandon();
        }
        uncommitted.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("the group has removed this member; others own its partitions now: {}", partitions);
        if (uncommitted.concerns(partitions)) {
            uncommitted.abandon();
        }
        uncommitted.forget(partitions);
    }
}
