package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Checks at the start of a service that its topics exist and match the catalogue. */
public final class RequiredTopics {
    private RequiredTopics() {}

    /**
     * Checks the topics.
     *
     * @throws ConfigurationException if topics are missing or differ; the message names them
     */
    public static void check(Settings settings, Topics topics) {
        try (Admin admin = Admin.create(ConnectionConfig.clientProperties(settings))) {
            List<String> problems = TopicAdmin.check(
                    admin, new TopicCatalogue(topics, settings.integer(ConnectionConfig.TOPIC_PARTITIONS)));
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
        }
    }
}
