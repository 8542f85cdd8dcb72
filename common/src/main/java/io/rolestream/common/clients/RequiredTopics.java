package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Checks at the start of a service that its topics exist and match the catalogue. */
public final class RequiredTopics {
    private RequiredTopics() {}

    /**
     * Checks the topics.
     *
     * @return the largest batch that {@code resumes-dlq} takes, in bytes
     * @throws ConfigurationException if topics are missing or differ; the message names them
     */
    public static int check(Cluster cluster) {
        try (Admin admin = cluster.clients().admin()) {
            List<String> problems =
                    TopicAdmin.fatal(admin, new TopicCatalogue(cluster.topics(), TopicCatalogue.DEFAULT_PARTITIONS));
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
            return TopicAdmin.maxMessageBytes(admin, cluster.topics().resumesDlq());
        }
    }
}
