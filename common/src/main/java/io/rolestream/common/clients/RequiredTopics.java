package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
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
            List<String> problems = TopicAdmin.fatal(admin, cluster.catalogue());
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
            return TopicAdmin.maxMessageBytes(admin, cluster.topics().resumesDlq());
        }
    }

    /** The largest batch that a topic takes, in bytes. */
    public static int maxBytes(Cluster cluster, String topic) {
        try (Admin admin = cluster.clients().admin()) {
            return TopicAdmin.maxMessageBytes(admin, topic);
        }
    }

    /**
     * Checks that Kafka Streams' state has as many partitions as {@code resumes}. Changelogs get their number at the
     * first start of an application, and can't be split later.
     *
     * @param changelogs those that do not exist yet are skipped
     * @throws ConfigurationException if the numbers differ; the message says what to do
     */
    public static void checkState(Cluster cluster, List<String> changelogs) {
        String resumes = cluster.topics().resumes();
        try (Admin admin = cluster.clients().admin()) {
            int wanted = TopicAdmin.partitions(admin, resumes).orElse(0);
            for (String changelog : changelogs) {
                int present = TopicAdmin.partitions(admin, changelog).orElse(wanted);
                if (present != wanted) {
                    throw new ConfigurationException(
                            ("Topic %s has %d partitions, but %s, with the state of this application.id, has %d and can't"
                                            + " be split: see \"More partitions\" in docs/OPERATIONS.md")
                                    .formatted(resumes, wanted, changelog, present));
                }
            }
        }
    }
}
