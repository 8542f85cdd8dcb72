package io.rolestream.common.clients;

import io.rolestream.common.service.CommandFailedException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.jspecify.annotations.Nullable;

/**
 * Reports that two processes have the same {@code instance.id}. A group has one member of that name: the latest, and
 * the broker fences the others.
 */
public final class InstanceIds {
    private InstanceIds() {}

    /**
     * The failure of a process that was fenced.
     *
     * @param service the service, for the message
     */
    public static CommandFailedException taken(String service, @Nullable String instance, Throwable cause) {
        return new CommandFailedException(
                "the %s stops, because another process has started with the same %s: give each process its own, and its own directory"
                        .formatted(service, setting(instance)),
                cause);
    }

    /** The setting as users write it. */
    public static String setting(@Nullable String instance) {
        return "instance.id=" + instance;
    }

    /**
     * The clients that hold this name in a group; a process that has stopped does for its session timeout. Empty if the
     * group cannot be described.
     */
    public static Set<String> holders(Cluster cluster, String group, String instance) {
        try (Admin admin = cluster.clients().admin()) {
            return TopicAdmin.await(Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)))
                    .members()
                    .stream()
                    .filter(member -> member.groupInstanceId()
                            .filter(name -> name.matches("\\Q" + instance + "\\E(-\\d+)?"))
                            .isPresent())
                    .map(MemberDescription::clientId)
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            return Set.of(); // a new group, or no right to describe it
        }
    }
}
