package io.rolestream.system.chaos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Until it is closed, brokers roll the segments of all compacted topics every half second and compact them at once:
 * changelogs, offsets and transactions too. Topics that keep all revisions for a while are left alone.
 */
final class ForcedCompaction implements AutoCloseable {
    private static final Map<String, String> EAGER =
            Map.of("segment.ms", "500", "min.cleanable.dirty.ratio", "0.01", "max.compaction.lag.ms", "500");

    private final Admin admin;
    private final Map<ConfigResource, Config> before;

    ForcedCompaction(Admin admin) throws ExecutionException, InterruptedException {
        this.admin = admin;
        Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        this.before = admin.describeConfigs(resources).all().get().entrySet().stream()
                .filter(described -> isCompacted(described.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        alter(topic -> EAGER.entrySet().stream()
                .map(eager -> new AlterConfigOp(new ConfigEntry(eager.getKey(), eager.getValue()), OpType.SET))
                .toList());
    }

    private static boolean isCompacted(Config config) {
        return config.get("cleanup.policy").value().contains("compact")
                && config.get("min.compaction.lag.ms").value().equals("0");
    }

    int topics() {
        return before.size();
    }

    private void alter(Function<Config, Collection<AlterConfigOp>> change)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = before.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, topic -> change.apply(topic.getValue())));
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** Restores what was configured. */
    @Override
    public void close() throws ExecutionException, InterruptedException {
        try (admin) {
            alter(topic -> EAGER.keySet().stream()
                    .map(name -> restore(topic.get(name)))
                    .toList());
        }
    }

    private static AlterConfigOp restore(ConfigEntry entry) {
        boolean own = entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
        return new AlterConfigOp(new ConfigEntry(entry.name(), entry.value()), own ? OpType.SET : OpType.DELETE);
    }
}
