package io.rolestream.models.announcements;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.reading.TopicWatch;
import io.rolestream.common.text.Quoted;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable.Effect;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroDeserializer;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed announcements of model versions from the oldest one kept, and maintains the table of versions.
 * Belongs to no consumer group. For the one thread that polls.
 *
 * <p>While brokers are away, polls return nothing. If the topic is recreated, the table starts over.
 */
public final class VersionLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionLog.class);
    private static final Duration SLICE = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final AvroDeserializer<ModelVersion> deserializer;
    private final TopicPartition partition;
    private final TopicWatch watch;
    private final @Nullable PublicKey trusted;
    private VersionTable table;
    private Map<String, Uuid> ids;
    private long endWhenOpened;
    private boolean caughtUp;

    /**
     * Finds the topic; reads nothing yet.
     *
     * @param trusted whose signature announcements must have; null believes all
     * @throws TopicAdminException if there is no topic, or it has several partitions, which would not keep
     *     announcements in order
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
     */
    public VersionLog(Cluster cluster, @Nullable PublicKey trusted) {
        this.trusted = trusted;
        this.table = new VersionTable(trusted);
        String topic = cluster.topics().modelVersions();
        this.partition = new TopicPartition(topic, 0);
        this.deserializer = new AvroDeserializer<>(ModelVersion.class, cluster.registry());
        // To close, a consumer waits for the answer to its last fetch.
        this.consumer = cluster.clients().follower(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100));
        this.watch = new TopicWatch(cluster.clients(), List.of(topic));
        try {
            requireOnePartition(consumer, topic);
            watch.start();
            ids = watch.ids();
            consumer.assign(List.of(partition));
            begin();
        } catch (RuntimeException e) {
            watch.close();
            consumer.close();
            throw e;
        }
    }

    private static void requireOnePartition(Consumer<?, ?> consumer, String topic) {
        int partitions = consumer.partitionsFor(topic).size();
        if (partitions == 0) {
            throw new TopicAdminException(
                    "Topic %s is missing: create it with `rolestream topics create`".formatted(topic), null);
        }
        if (partitions > 1) {
            throw new TopicAdminException(
                    "Topic %s has %d partitions and must have one, which keeps announcements in order: delete it, and create it with `rolestream topics create`"
                            .formatted(topic, partitions),
                    null);
        }
    }

    private void begin() {
        endWhenOpened = end();
        consumer.seek(
                partition,
                Objects.requireNonNull(
                        consumer.beginningOffsets(List.of(partition)).get(partition)));
    }

    private long end() {
        return Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    }

    /** The versions by the announcements read so far; a new table if the topic was recreated. */
    public VersionTable table() {
        return table;
    }

    /**
     * Reads on, waiting at most this long, and returns whether the table changed.
     *
     * @throws SchemaRegistryUnavailableException if the registry does not answer; the next call reads the same
     *     announcement again
     */
    public boolean poll(Duration atMost) {
        boolean changed = beginAgainIfRecreated();
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(atMost)) {
                changed |= apply(record) == Effect.CHANGED;
            }
        } catch (OffsetOutOfRangeException e) {
            LOG.warn(
                    "topic {} no longer has the records already read; reading it from its beginning",
                    partition.topic());
            beginAgain();
            changed = true;
        }
        return changed;
    }

    private boolean beginAgainIfRecreated() {
        Map<String, Uuid> now = watch.ids();
        if (now.equals(ids)) {
            return false;
        }
        beginAgain();
        ids = now;
        return true;
    }

    private void beginAgain() {
        begin();
        table = new VersionTable(trusted);
    }

    private Effect apply(ConsumerRecord<String, byte[]> record) {
        Effect effect;
        try {
            effect = table.apply(
                    record.key(),
                    deserializer.deserialize(record.topic(), record.headers(), record.value()),
                    record.headers(),
                    record.offset());
        } catch (SchemaRegistryUnavailableException e) {
            consumer.seek(partition, record.offset());
            throw e;
        } catch (SerializationException e) {
            table.advance(record.offset());
            LOG.warn("ignoring offset {}: {}", record.offset(), e.getMessage());
            return Effect.IGNORED;
        }
        String problem = switch (effect) {
            case CHANGED, UNCHANGED -> null;
            case IGNORED -> "its key does not match the name and version of its value";
            case UNSIGNED -> "it is not signed by the owner of model.public.key";
            case OUTDATED -> "it is an older announcement, sent again";
        };
        if (problem != null) {
            LOG.warn(
                    "ignoring offset {} of topic {}, key {}: {}",
                    record.offset(),
                    record.topic(),
                    Quoted.of(String.valueOf(record.key())),
                    problem);
        }
        return effect;
    }

    /** Whether everything that existed when this was opened has been read. */
    public boolean caughtUp() {
        caughtUp = caughtUp || position() >= endWhenOpened;
        return caughtUp;
    }

    /**
     * Reads everything committed until now.
     *
     * @return false if that took too long; the table then contains what was read
     * @throws SchemaRegistryUnavailableException as {@link #poll}
     */
    public boolean readToEnd(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        long end = end();
        while (position() < end) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            poll(SLICE);
        }
        return true;
    }

    /** The offset to read next, or -1 while the client does not know whether the leader still has it. */
    private long position() {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (TimeoutException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        watch.close();
        consumer.close();
    }
}
