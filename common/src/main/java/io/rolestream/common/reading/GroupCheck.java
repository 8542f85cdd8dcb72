package io.rolestream.common.reading;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.CommandFailedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks at the start of a service that its consumer group is its own. Two services in one group take each other's
 * partitions: both seem to run, and each leaves out what the other was given.
 */
public final class GroupCheck {
    /** Kafka Streams' name for its assignor. */
    private static final String STREAMS_ASSIGNOR = "stream";

    private GroupCheck() {}

    /**
     * Checks the group's offsets and members. Groups that it may not describe are not checked.
     *
     * @param reads the topics that the service reads as this group, whatever its settings
     * @param isStreams whether it is an application of Kafka Streams
     * @throws ConfigurationException if the group reads other topics or has other members, or if only the group that
     *     earlier versions used by default has read these topics; the message says what to set
     * @throws TopicAdminException if the cluster does not answer
     */
    public static void check(Cluster cluster, OwnGroup group, Set<String> reads, boolean isStreams) {
        try (Admin admin = cluster.clients().admin()) {
            Set<String> topics = committed(admin, group.id());
            ConsumerGroupDescription described = describe(admin, group.id());
            if (described != null) {
                requireSameKind(group, described, isStreams);
                described.members().stream()
                        .flatMap(member -> member.assignment().topicPartitions().stream())
                        .forEach(partition -> topics.add(partition.topic()));
            }
            OwnGroup.Former former = group.former();
            if (former != null && topics.stream().noneMatch(reads::contains)) {
                requireUnused(admin, group, former, reads);
            }
            topics.removeAll(reads);
            if (!topics.isEmpty()) {
                throw new ConfigurationException(
                        ("Group %s (%s) also reads %s, which this service does not: another service or installation uses"
                                        + " it. Set %s to a name of its own. If nothing uses the group with those"
                                        + " topics any more, delete their offsets: %s")
                                .formatted(
                                        group.id(),
                                        group.setting(),
                                        list(topics),
                                        group.setting(),
                                        deletion(group.id(), topics)));
            }
        }
    }

    private static void requireUnused(Admin admin, OwnGroup group, OwnGroup.Former former, Set<String> reads) {
        Set<String> topics = committed(admin, former.id());
        Set<String> own = new TreeSet<>(topics);
        own.retainAll(reads);
        if (own.isEmpty()) {
            return;
        }
        topics.removeAll(reads);
        String keep = topics.isEmpty()
                ? "To keep its position and state, set %s. To start over".formatted(former.keep())
                : "That group also reads %s of another installation, so its position can't be kept. To start over"
                        .formatted(list(topics));
        throw new ConfigurationException(
                ("Group %s, the default of %s, has not read anything yet, but %s, the default of earlier versions, has read"
                                + " %s. %s, set %s=%s. See \"Several installations\" in docs/OPERATIONS.md")
                        .formatted(
                                group.id(),
                                group.setting(),
                                former.id(),
                                list(own),
                                keep,
                                group.setting(),
                                group.value()));
    }

    private static void requireSameKind(OwnGroup group, ConsumerGroupDescription description, boolean isStreams) {
        boolean unknown = description.members().isEmpty()
                || description.partitionAssignor().isEmpty();
        if (!unknown && isStreams != description.partitionAssignor().equals(STREAMS_ASSIGNOR)) {
            throw new ConfigurationException(otherMembers(group));
        }
    }

    private static String otherMembers(OwnGroup group) {
        return "Group %s (%s) has members of another kind of service: set %s to a name that no other service uses"
                .formatted(group.id(), group.setting(), group.setting());
    }

    /**
     * For a failure of a group's member that would come again, an exception that says what to do; null for others.
     *
     * @param failure as it is, or among its causes
     */
    public static @Nullable RuntimeException permanent(Throwable failure, OwnGroup group) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InconsistentGroupProtocolException) {
                return new ConfigurationException(otherMembers(group), failure);
            }
            if (cause instanceof GroupAuthorizationException) {
                return new CommandFailedException(
                        "No permission to read as group %s: grant it (`rolestream topics acls` lists the rights), or set %s to a group that may be used"
                                .formatted(group.id(), group.setting()),
                        failure);
            }
            if (cause instanceof InvalidSessionTimeoutException) {
                return new ConfigurationException(
                        "The brokers refuse the session timeout of group %s: set kafka.session.timeout.ms to a value between their group.min.session.timeout.ms and group.max.session.timeout.ms"
                                .formatted(group.id()),
                        failure);
            }
        }
        return null;
    }

    /** The topics for which a group has committed offsets; empty if there is no such group, or no right to see it. */
    private static Set<String> committed(Admin admin, String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    TopicAdmin.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            return offsets.entrySet().stream()
                    .filter(entry -> entry.getValue() != null)
                    .map(entry -> entry.getKey().topic())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (ExecutionException e) {
            requireHarmless(group, e);
            return new TreeSet<>();
        }
    }

    private static @Nullable ConsumerGroupDescription describe(Admin admin, String group) {
        try {
            return TopicAdmin.await(Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)));
        } catch (ExecutionException e) {
            requireHarmless(group, e);
            return null;
        }
    }

    private static void requireHarmless(String group, ExecutionException e) {
        if (!(e.getCause() instanceof GroupIdNotFoundException) && !(e.getCause() instanceof AuthorizationException)) {
            throw new TopicAdminException(
                    "Group %s cannot be described: %s".formatted(group, e.getCause()), e.getCause());
        }
    }

    private static String list(Set<String> topics) {
        return (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics);
    }

    private static String deletion(String group, Set<String> topics) {
        return "`kafka-consumer-groups.sh --delete-offsets --group %s %s`"
                .formatted(
                        group, topics.stream().map(topic -> "--topic " + topic).collect(Collectors.joining(" ")));
    }
}
