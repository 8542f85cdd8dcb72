package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.schemas.topics.TopicCatalogue;
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
    public static void check(Cluster cluster) {
        try (Admin admin = cluster.clients().admin()) {
            List<String> problems =
                    TopicAdmin.check(admin, new TopicCatalogue(cluster.topics(), TopicCatalogue.DEFAULT_PARTITIONS));
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
        }
    }
}
