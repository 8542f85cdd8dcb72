package io.rolestream.stream.forget;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Waits until a consumer group has read some records. The group of the labelling service commits its offsets together
 * with its state and results, so what it has read has taken effect.
 */
public final class ReadingGroup {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ANSWER_SECONDS = 30;

    private final Admin admin;
    private final String group;
    private final boolean generators;

    private ReadingGroup(Admin admin, String group, boolean generators) {
        this.admin = admin;
        this.group = group;
        this.generators = generators;
    }

    /** The labelling service's. */
    public static ReadingGroup ofStream(Admin admin, String group) {
        return new ReadingGroup(admin, group, false);
    }

    /**
     * The generators', which is not waited for where none has run. One that is behind would still write a description
     * of a resume that is erased, and erase it when it comes to the null value.
     */
    public static ReadingGroup ofGenerators(Admin admin, String group) {
        return new ReadingGroup(admin, group, true);
    }

    /**
     * Waits until the group has read the records at these offsets.
     *
     * @return false if stopped before
     * @throws CommandFailedException if it has not within {@code patience}
     */
    public boolean await(Map<TopicPartition, Long> offsets, Duration patience, BooleanSupplier stop) {
        long start = System.nanoTime();
        while (!hasRead(offsets)) {
            if (stop.getAsBoolean()) {
                return false;
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new CommandFailedException((generators
                                ? "the null values are sent, but the generators (group %s) have not read them"
                                        + " within %s; until they have, they may write descriptions of what is"
                                        + " erased: is `rolestream generator` up? If it will not run again,"
                                        + " delete the group"
                                : "the null values are sent, but the labelling service (group %s) has not read"
                                        + " them within %s; it will once it runs: is `rolestream stream` up?")
                        .formatted(group, DurationText.of(patience)));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private boolean hasRead(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        if (generators && committed.isEmpty()) {
            return true;
        }
        return offsets.entrySet().stream().allMatch(record -> {
            OffsetAndMetadata next = committed.get(record.getKey());
            return next != null && next.offset() > record.getValue();
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw new KafkaException("the offsets of group " + group + " can't be read", e.getCause());
        } catch (TimeoutException e) {
            throw new CommandFailedException("the cluster did not answer within " + ANSWER_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while waiting for group " + group, e);
        }
    }
}
