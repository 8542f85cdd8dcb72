package io.rolestream.system.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Has days of compaction and retention pass in seconds. */
final class PassingDays {
    /** Settings of a broker that cleans its log all the time. */
    static final Map<String, String> BROKER =
            Map.of("log.cleaner.backoff.ms", "500", "log.retention.check.interval.ms", "500");

    private PassingDays() {}

    /** @param byAge the topics whose records are deleted by age; all others are compacted */
    static void over(Admin admin, Set<String> byAge) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String topic : admin.listTopics().names().get()) {
            List<ConfigEntry> entries = new ArrayList<>(List.of(
                    new ConfigEntry(TopicConfig.SEGMENT_MS_CONFIG, "200"),
                    new ConfigEntry(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0"),
                    new ConfigEntry(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "200"),
                    new ConfigEntry(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.0"),
                    new ConfigEntry(TopicConfig.DELETE_RETENTION_MS_CONFIG, "200")));
            if (byAge.contains(topic)) {
                entries.add(new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "1000"));
            }
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    entries.stream()
                            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                            .toList());
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }
}
