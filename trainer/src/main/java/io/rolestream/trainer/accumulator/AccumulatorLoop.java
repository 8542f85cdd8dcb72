package io.rolestream.trainer.accumulator;

import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.SourceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records, stores them, and applies the retention.
 *
 * <p>Only the store knows how far each partition was read; the consumer belongs to no group. After a failure, the loop
 * waits a moment and continues from the stored positions, so it waits for brokers, the registry and disk space. Only a
 * refused login or a missing right ends it.
 *
 * <p>Everything here belongs to the thread that calls {@link #run}, unless stated otherwise.
 */
final class AccumulatorLoop {
    private static final Logger LOG = LoggerFactory.getLogger(AccumulatorLoop.class);

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Consumer<String, byte[]> consumer;
    private final ExampleRecordReader reader;
    private final SourceTopics sources;
    private final ExampleStore store;
    private final Upkeep upkeep;
    private final GoneRecords gone;
    private final Duration lookEvery;
    private Set<TopicPartition> assigned = Set.of();
    private boolean mustSeek = true;
    private long lookedAt;

    private volatile AccumulatedCounts counts = AccumulatedCounts.NONE;
    private volatile @Nullable Long lag;
    private volatile long succeededAt = System.nanoTime();
    private volatile boolean stopping;

    AccumulatorLoop(
            Consumer<String, byte[]> consumer,
            ExampleRecordReader reader,
            SourceTopics sources,
            ExampleStore store,
            Upkeep upkeep,
            GoneRecords gone,
            Duration lookEvery) {
        this.consumer = consumer;
        this.reader = reader;
        this.sources = sources;
        this.store = store;
        this.upkeep = upkeep;
        this.gone = gone;
        this.lookEvery = lookEvery;
    }

    /** Works until stopped, or until a failure that waiting cannot resolve. */
    void run() throws InterruptedException {
        while (!stopping) {
            try {
                step();
                succeededAt = System.nanoTime();
            } catch (WakeupException e) {
                // stop() wakes this thread
            } catch (AuthenticationException | AuthorizationException e) {
                throw e;
            } catch (SchemaRegistryUnavailableException e) {
                LOG.debug("a record waits for the schema registry", e);
                mustSeek = true;
                Thread.sleep(RETRY_AFTER.toMillis());
            } catch (RuntimeException e) {
                LOG.warn("restarting from the stored positions in a moment: {}", e.toString());
                LOG.debug("the failure", e);
                mustSeek = true;
                Thread.sleep(RETRY_AFTER.toMillis());
            }
        }
    }

    private void step() throws InterruptedException {
        if (mustSeek || System.nanoTime() - lookedAt > lookEvery.toNanos()) {
            look();
        }
        try {
            ConsumerRecords<String, byte[]> records = consumer.poll(PATIENCE);
            if (!records.isEmpty()) {
                takeIn(records);
            }
        } catch (OffsetOutOfRangeException e) {
            gone.count(consumer, e);
            beginAgain(e.partitions());
        }
        lag = measuredLag();
        int dropped = upkeep.step(Instant.now());
        if (dropped > 0) {
            counts = counts.plusDropped(dropped);
        }
    }

    /** Assigns all partitions, and seeks if the stored positions have changed. */
    private void look() throws InterruptedException {
        Map<TopicPartition, Long> before = store.positions();
        Set<TopicPartition> partitions = new HashSet<>(sources.look());
        Map<TopicPartition, Long> stored = store.positions();
        if (mustSeek || !partitions.equals(assigned) || !stored.equals(before)) {
            consumer.assign(partitions);
            List<TopicPartition> fresh = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                Long position = stored.get(partition);
                if (position == null) {
                    fresh.add(partition);
                } else {
                    consumer.seek(partition, position);
                }
            }
            if (!fresh.isEmpty()) {
                consumer.seekToBeginning(fresh);
            }
            assigned = partitions;
            mustSeek = false;
        }
        lookedAt = System.nanoTime();
    }

    private void takeIn(ConsumerRecords<String, byte[]> records) {
        List<SourceRecord> changes = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> record : records) {
            changes.add(reader.read(record));
        }
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        store.apply(changes, next);
        counts = counts.plus(changes);
    }

    private void beginAgain(Set<TopicPartition> lost) {
        for (TopicPartition partition : lost) {
            LOG.warn("{} no longer has the next record; reading it from its beginning", partition);
            store.beginPartition(partition);
        }
        mustSeek = true;
    }

    /** Null while the client does not know the end of a partition. */
    private @Nullable Long measuredLag() {
        long sum = 0;
        for (TopicPartition partition : assigned) {
            OptionalLong behind = consumer.currentLag(partition);
            if (mustSeek || behind.isEmpty()) {
                return null;
            }
            sum += behind.getAsLong();
        }
        return sum;
    }

    /** For any thread. */
    AccumulatedCounts counts() {
        return counts;
    }

    /** For any thread. */
    OptionalLong lag() {
        Long known = lag;
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /** The end of the last successful step, by {@link System#nanoTime}. For any thread. */
    long succeededAt() {
        return succeededAt;
    }

    /** For any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    void close() {
        consumer.close();
    }
}
