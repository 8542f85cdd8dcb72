package io.rolestream.common.loop;

import io.rolestream.common.reading.OwnGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link TransactionalLoop} reads, and as whom.
 *
 * @param name for messages
 * @param topics that it reads
 * @param group its consumer group
 * @param instance its name in the group, the same after a restart, or null
 * @param transactionalId of its producer. A process that comes back under the same id ends the transaction that it left
 *     open when it was killed; any other open transaction ends by its timeout
 * @param commitInterval how long a transaction collects results, at most; 0 or more
 */
public record LoopSettings(
        String name,
        List<String> topics,
        OwnGroup group,
        @Nullable String instance,
        String transactionalId,
        Duration commitInterval) {
    public LoopSettings {
        topics = List.copyOf(topics);
        if (topics.isEmpty() || group.id().isBlank() || transactionalId.isBlank() || commitInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "a loop needs topics, a group, a transactional id and an interval of 0 or more");
        }
    }
}
