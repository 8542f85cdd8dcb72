package io.rolestream.stream.worker;

import io.rolestream.common.config.Settings;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a worker is.
 *
 * @param group its consumer group
 * @param instance its name in the group, the same after a restart, or null
 * @param labeller as whom it votes
 * @param transactionalId of its producer. A named worker that comes back ends the transaction that it left open when it was killed; an
 *     unnamed one's ends by its timeout
 */
record WorkerIdentity(String group, @Nullable String instance, String labeller, String transactionalId) {
    static WorkerIdentity of(Settings settings, Topics topics) {
        boolean challenger = WorkerConfig.isChallenger(settings.string(WorkerConfig.MODEL_STAGE));
        String suffix = challenger ? "-" + WorkerConfig.CHALLENGER : "";
        String group = settings.string(WorkerConfig.GROUP_ID) + suffix;
        String instance = settings.optionalString(StreamConfig.INSTANCE_ID);
        return new WorkerIdentity(
                group,
                instance,
                settings.string(WorkerConfig.MODEL_NAME) + suffix,
                topics.prefix() + group + "-"
                        + (instance == null ? UUID.randomUUID().toString() : instance));
    }

    /** For people. */
    String name() {
        return instance == null ? transactionalId : instance;
    }
}
