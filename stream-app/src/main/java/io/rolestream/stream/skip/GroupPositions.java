package io.rolestream.stream.skip;

import io.rolestream.common.service.CommandFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/** Where consumer groups without members stand in a partition. */
final class GroupPositions {
    private static final long PATIENCE_SECONDS = 30;

    private final Admin admin;
    private final TopicPartition partition;

    GroupPositions(Admin admin, TopicPartition partition) {
        this.admin = admin;
        this.partition = partition;
    }

    /**
     * The next offset of each group that exists.
     *
     * @param beginning the next offset of a group that has not committed any
     * @throws CommandFailedException if a group has members
     */
    Map<String, Long> next(List<String> groups, long beginning) {
        Map<String, Long> positions = new LinkedHashMap<>();
        for (String group : groups) {
            ConsumerGroupDescription description = describe(group);
            if (description != null && !description.members().isEmpty()) {
                throw isActive(group, description);
            }
            OffsetAndMetadata committed = committed(group);
            if (committed != null) {
                positions.put(group, committed.offset());
            } else if (description != null && description.groupState() != GroupState.DEAD) {
                positions.put(group, beginning);
            }
        }
        return positions;
    }

    /** The least offset that a group has committed, active or not; {@code beginning} if there is none. */
    long least(List<String> groups, long beginning) {
        return groups.stream()
                .map(this::committed)
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .min()
                .orElse(beginning);
    }

    private @Nullable ConsumerGroupDescription describe(String group) {
        try {
            return await(admin.describeConsumerGroups(List.of(group)).all()).get(group);
        } catch (GroupIdNotFoundException e) {
            return null;
        }
    }

    private @Nullable OffsetAndMetadata committed(String group) {
        try {
            // A killed process may have left a transaction open, whose offsets count as soon as it has ended.
            return await(admin.listConsumerGroupOffsets(
                                    group, new ListConsumerGroupOffsetsOptions().requireStable(true))
                            .partitionsToOffsetAndMetadata())
                    .get(partition);
        } catch (GroupIdNotFoundException e) {
            return null;
        }
    }

    /**
     * Moves a group.
     *
     * @throws CommandFailedException if it has members by now
     */
    void move(String group, long offset) {
        try {
            await(admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                    .all());
        } catch (UnknownMemberIdException | GroupNotEmptyException e) {
            throw isActive(group, describe(group));
        }
    }

    private static CommandFailedException isActive(String group, @Nullable ConsumerGroupDescription description) {
        List<String> members = description == null
                ? List.of()
                : description.members().stream()
                        .map(member -> name(member) + " on " + member.host())
                        .toList();
        return new CommandFailedException(
                ("group %s is active (%s): stop all of its instances, and skip again once they"
                                + " have left; the group drops one that was killed after 6 s")
                        .formatted(group, String.join(", ", members)));
    }

    private static String name(MemberDescription member) {
        return member.groupInstanceId().orElse(member.clientId());
    }

    static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new CommandFailedException("the cluster did not answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted while waiting for the cluster", e);
        }
    }
}
