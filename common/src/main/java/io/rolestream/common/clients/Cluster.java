package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.topics.Topics;
import java.util.Map;

/**
 * The cluster that a service works on.
 *
 * @param topics the names of its topics
 * @param registry the schemas of their events
 * @param clients how to reach it
 */
public record Cluster(Topics topics, SchemaRegistry registry, Clients clients) {
    /**
     * The cluster and the schema registry that the settings name. Connects to nothing.
     *
     * @throws ConfigurationException if a key under {@code kafka.} can't be set
     */
    public static Cluster of(Settings settings) {
        return of(settings, registry(settings));
    }

    /** As {@link #of(Settings)}, with another schema registry, such as one in this process. */
    public static Cluster of(Settings settings, SchemaRegistry registry) {
        return new Cluster(new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)), registry, Clients.of(settings));
    }

    private static SchemaRegistry registry(Settings settings) {
        return SchemaRegistries.of(
                settings.string(ConnectionConfig.SCHEMA_REGISTRY_URL),
                Map.of(
                        SchemaRegistries.BASIC_AUTH_USER_INFO,
                        settings.string(ConnectionConfig.SCHEMA_REGISTRY_BASIC_AUTH),
                        SchemaRegistries.BEARER_AUTH_TOKEN,
                        settings.string(ConnectionConfig.SCHEMA_REGISTRY_BEARER_TOKEN),
                        SchemaRegistries.AUTO_REGISTER_SCHEMAS,
                        Boolean.toString(settings.flag(ConnectionConfig.SCHEMA_AUTO_REGISTER)),
                        SchemaRegistries.SUBJECTS,
                        settings.string(ConnectionConfig.SCHEMA_SUBJECTS)));
    }
}
