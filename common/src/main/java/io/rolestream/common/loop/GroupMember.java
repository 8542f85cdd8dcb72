package io.rolestream.common.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.offsets.GoneRecords;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop's consumer, and its place in the group. */
final class GroupMember {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

    private final LoopSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private @Nullable KafkaMeters meters;

    GroupMember(Clients clients, LoopSettings settings, GoneRecords gone) {
        this.settings = settings;
        this.consumer = clients.member(settings.group().id(), settings.instance(), Map.of(), gone);
    }

    /** Exports what the consumer measures. Another of the same name must have left before. */
    void measure(MeterRegistry registry) {
        meters = KafkaMeters.of(consumer, registry);
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /**
     * Closes the consumer. A member with a name of its own keeps its place, so that its restart moves no partition;
     * others take over at once from one without.
     */
    void leave() {
        if (meters != null) {
            meters.close();
        }
        try {
            consumer.close();
        } catch (RuntimeException e) {
            LOG.warn("the {} could not tell its group that it leaves: {}", settings.name(), e.toString());
        }
    }
}
