package io.rolestream.stream.relabel;

import io.rolestream.common.service.CommandFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Closes while a consumer group is too far behind on a topic, so that bulk records do not delay live ones. A group
 * without members reads nothing, so it is not waited for. Checks once a second, four times a second while closed.
 */
public final class LagGate {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_WHILE_CLOSED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PATIENCE_SECONDS = 30;

    private final Admin admin;
    private final String topic;
    private final List<String> groups;
    private final long maxLag;
    private long lookedAt = System.nanoTime() - LOOK_NANOS;

    /** A group that is behind by so many records. */
    public record Behind(String group, long lag) {}

    /**
     * @param groups consumer groups; missing ones are ignored
     * @param maxLag in records, over all partitions
     */
    public LagGate(Admin admin, String topic, List<String> groups, long maxLag) {
        this.admin = admin;
        this.topic = topic;
        this.groups = List.copyOf(groups);
        this.maxLag = maxLag;
    }

    /** Waits until every group has caught up, or until stopped; {@code onClosed} receives the one furthest behind. */
    public void await(BooleanSupplier stop, Consumer<Behind> onClosed) {
        if (System.nanoTime() - lookedAt < LOOK_NANOS) {
            return;
        }
        for (Behind furthest = furthestBehind();
                furthest.lag() > maxLag && !stop.getAsBoolean();
                furthest = furthestBehind()) {
            onClosed.accept(furthest);
            LockSupport.parkNanos(LOOK_WHILE_CLOSED_NANOS);
        }
        lookedAt = System.nanoTime();
    }

    private Behind furthestBehind() {
        Behind furthest = new Behind("", 0);
        for (String group : groups) {
            long lag = lag(group).orElse(0);
            if (lag > Math.max(furthest.lag(), maxLag) && hasMembers(group)) {
                furthest = new Behind(group, lag);
            }
        }
        return furthest;
    }

    /** Whether a process belongs to the group now. */
    public boolean hasMembers(String group) {
        try {
            return await(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .anyMatch(description -> !description.members().isEmpty());
        } catch (KafkaException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    /** The number of records that a group has not read; empty if it has never read the topic. */
    public OptionalLong lag(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        committed.keySet().removeIf(partition -> !partition.topic().equals(topic));
        if (committed.isEmpty()) {
            return OptionalLong.empty();
        }
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
        long lag = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata next = committed.get(partition);
            long from = Math.max(next == null ? 0 : next.offset(), beginnings.getOrDefault(partition, 0L));
            lag += Math.max(0, ends.getOrDefault(partition, 0L) - from);
        }
        return OptionalLong.of(lag);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        try {
            return new HashMap<>(await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        } catch (KafkaException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return new HashMap<>();
            }
            throw e;
        }
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        await(admin.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .forEach(description -> description
                        .partitions()
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(asked).all()).forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("consumer groups cannot be described", e.getCause());
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "the cluster did not report the consumers' lag within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while waiting for the consumers' lag", e);
        }
    }
}
