package io.rolestream.stream.sources;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.service.CommandFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the application's group to the beginning of topics that were deleted and created again, before the first
 * instance joins. Kafka allows that while the group has no members, so that no instance can go on from an old position.
 *
 * <p>Records of the new topic that were read already come again; the topology drops resumes and votes that it knows.
 */
public final class RecreatedSources {
    private static final Logger LOG = LoggerFactory.getLogger(RecreatedSources.class);

    /** Longer than the session timeout, for which an instance with a name stays a member after it has stopped. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long RETRY_MILLIS = 500;

    private RecreatedSources() {}

    /**
     * Starts recreated topics over, if there are any.
     *
     * @param ids of the topics that exist now
     * @throws CommandFailedException if other instances still run
     * @throws TopicAdminException if the cluster does not answer
     */
    public static void startOver(Clients clients, String group, SourceIds ids) {
        try (Admin admin = clients.admin()) {
            Set<String> topics = new TreeSet<>();
            Map<TopicPartition, OffsetAndMetadata> corrected = corrected(admin, group, ids, topics);
            if (!corrected.isEmpty()) {
                LOG.warn("{} deleted and created again: reading the new records from the beginning", were(topics));
                move(admin, group, corrected, topics);
            }
        } catch (ExecutionException e) {
            throw new TopicAdminException(
                    "Group %s cannot be described: %s".formatted(group, e.getCause()), e.getCause());
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> corrected(
            Admin admin, String group, SourceIds ids, Set<String> topics) throws ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> corrected = new HashMap<>();
        Map<TopicPartition, OffsetSpec> again = new HashMap<>();
        committed(admin, group).forEach((partition, offset) -> {
            Set<String> recreated = offset == null ? Set.of() : ids.recreated(offset.metadata());
            if (!recreated.isEmpty()) {
                topics.addAll(recreated);
                corrected.put(partition, new OffsetAndMetadata(offset.offset(), ids.corrected(offset.metadata())));
                if (recreated.contains(partition.topic())) {
                    again.put(partition, OffsetSpec.earliest());
                }
            }
        });
        TopicAdmin.await(admin.listOffsets(again).all())
                .forEach((partition, first) -> corrected.put(partition, new OffsetAndMetadata(first.offset())));
        return corrected;
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
            throws ExecutionException {
        try {
            // Also while a killed instance's transaction is open: this one aborts it when it begins.
            return TopicAdmin.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException || e.getCause() instanceof AuthorizationException) {
                return Map.of();
            }
            throw e;
        }
    }

    private static void move(
            Admin admin, String group, Map<TopicPartition, OffsetAndMetadata> corrected, Set<String> topics) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                TopicAdmin.await(
                        admin.alterConsumerGroupOffsets(group, corrected).all());
                return;
            } catch (ExecutionException e) {
                if (!mayPass(e.getCause())) {
                    throw new TopicAdminException(
                            "The offsets of group %s cannot be moved: %s".formatted(group, e.getCause()), e.getCause());
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new CommandFailedException(
                            ("%s deleted and created again, and group %s still has members that read on from their old"
                                            + " position: stop all instances, then start them; the first one begins"
                                            + " the topic from its first record (%s)")
                                    .formatted(were(topics), group, e.getCause()),
                            e);
                }
            }
            pause();
        }
    }

    /** Whether it may be because of members that have stopped, and will be forgotten. */
    private static boolean mayPass(@Nullable Throwable refusal) {
        return refusal instanceof GroupNotEmptyException
                || refusal instanceof UnknownMemberIdException
                || refusal instanceof RebalanceInProgressException
                || refusal instanceof RetriableException;
    }

    private static String were(Set<String> topics) {
        return (topics.size() == 1 ? "topic %s was" : "topics %s were").formatted(String.join(", ", topics));
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while waiting for the group", e);
        }
    }
}
