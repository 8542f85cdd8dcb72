package io.rolestream.common.offsets;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs records that were deleted before a service had read them: those between its position and the oldest
 * offset of the partition, at its start and while it runs. Later gaps do not count: compaction and transactions leave
 * them. Each record is counted once, however often the service returns to a position before it. Thread-safe.
 */
public final class GoneRecords {
    private static final Logger LOG = LoggerFactory.getLogger(GoneRecords.class);

    private final String service;
    private final MeterRegistry registry;
    private final Map<TopicPartition, Long> countedTo = new ConcurrentHashMap<>();

    /**
     * @param service its name in messages
     * @param topics that it reads
     */
    public GoneRecords(String service, Collection<String> topics, MeterRegistry registry) {
        this.service = service;
        this.registry = registry;
        topics.forEach(topic -> Metric.RECORDS_GONE.counter(registry, topic)); // Prometheus sees no rise from nothing
    }

    /**
     * Moves a consumer from positions that do not exist to where {@code auto.offset.reset=earliest} would, and counts
     * what is gone.
     *
     * @param lost what {@code poll} threw
     */
    public void readOn(Consumer<?, ?> consumer, InvalidOffsetException lost) {
        if (lost instanceof LogTruncationException truncated) {
            LOG.warn(
                    "partitions lost records at their end; the {} reads on from there: {}",
                    service,
                    truncated.toString());
            for (TopicPartition partition : truncated.partitions()) {
                OffsetAndMetadata end = truncated.divergentOffsets().get(partition);
                if (end == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, end);
                }
            }
        } else if (lost instanceof OffsetOutOfRangeException outOfRange) {
            try {
                count(consumer, outOfRange).forEach(consumer::seek);
            } catch (TimeoutException e) {
                LOG.debug("the oldest offsets are unknown", e); // the next poll fails in the same way
            }
        } else {
            consumer.seekToBeginning(lost.partitions()); // a new group
        }
    }

    /**
     * Counts what is gone.
     *
     * @return the oldest offset of each partition
     * @throws TimeoutException if the brokers do not answer
     */
    public Map<TopicPartition, Long> count(Consumer<?, ?> consumer, OffsetOutOfRangeException lost) {
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(lost.partitions());
        lost.offsetOutOfRangePartitions()
                .forEach((partition, position) -> count(partition, position, oldest.getOrDefault(partition, position)));
        return oldest;
    }

    private void count(TopicPartition partition, long position, long oldest) {
        if (oldest < position) {
            LOG.warn(
                    "{} has no offset {}, where the {} stopped, any more; it reads on from offset {}",
                    partition,
                    position,
                    service,
                    oldest);
            return;
        }
        countedTo.compute(partition, (same, before) -> {
            long from = before == null ? position : Math.max(before, position);
            if (oldest > from) {
                Metric.RECORDS_GONE.counter(registry, partition.topic()).increment(oldest - from);
                LOG.warn(
                        "{} records of {} were deleted before the {} had read them: offsets {} to {}",
                        oldest - from,
                        partition,
                        service,
                        from,
                        oldest - 1);
            }
            return Math.max(from, oldest);
        });
    }
}
