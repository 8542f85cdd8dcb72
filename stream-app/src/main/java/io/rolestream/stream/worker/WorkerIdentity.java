package io.rolestream.stream.worker;

import io.rolestream.common.reading.OwnGroup;
import io.rolestream.schemas.topics.Topics;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The names of a worker.
 *
 * @param group its consumer group
 * @param instance its name in the group, unchanged by restarts, or null
 * @param labeller the name on its votes
 * @param transactionalId of its producer. A restarted worker with a name aborts the transaction that it left open when
 *     it was killed; that of a worker without a name ends by its timeout
 */
record WorkerIdentity(OwnGroup group, @Nullable String instance, String labeller, String transactionalId) {
    static WorkerIdentity of(WorkerSettings settings, Topics topics) {
        OwnGroup group = settings.member().group().with(settings.voter().groupSuffix());
        String instance = settings.member().name();
        return new WorkerIdentity(
                group,
                instance,
                settings.voter().labeller(),
                topics.own(group.id()) + "-"
                        + (instance == null ? UUID.randomUUID().toString() : instance));
    }

    /** For people. */
    String name() {
        return instance == null ? transactionalId : instance;
    }
}
