package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** What a service looks at before it starts: the topics are there and fit together. */
public final class RequiredTopics {
    private RequiredTopics() {}

    /**
     * Checks the topics.
     *
     * @throws ConfigurationException when some are missing, or do not fit; the message names them
     */
    public static void check(Settings settings, Topics topics) {
        try (Admin admin = Clients.of(settings).admin()) {
            List<String> problems = TopicAdmin.check(
                    admin, new TopicCatalogue(topics, settings.integer(ConnectionConfig.TOPIC_PARTITIONS)));
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
        }
    }
}
