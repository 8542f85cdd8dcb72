package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.topics.Topics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a service works on.
 *
 * @param topics the names of its topics
 * @param registry the schemas of their events
 * @param clients how to reach it
 */
public record Cluster(Topics topics, SchemaRegistry registry, Clients clients) {
    public Cluster {
        registry = registry instanceof WatchedRegistry ? registry : new WatchedRegistry(registry);
    }

    /**
     * The cluster and the schema registry that the settings name. Connects to nothing.
     *
     * @throws ConfigurationException if a key under {@code kafka.} can't be set, or the registry's settings are invalid
     */
    public static Cluster of(Settings settings) {
        return of(settings, registry(settings));
    }

    /** As {@link #of(Settings)}, with another schema registry, such as one in this process. */
    public static Cluster of(Settings settings, SchemaRegistry registry) {
        return new Cluster(new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)), registry, Clients.of(settings));
    }

    private static SchemaRegistry registry(Settings settings) {
        try {
            return SchemaRegistries.of(
                    settings.string(ConnectionConfig.SCHEMA_REGISTRY_URL),
                    Map.of(
                            SchemaRegistries.BASIC_AUTH,
                            settings.string(ConnectionConfig.SCHEMA_REGISTRY_BASIC_AUTH),
                            SchemaRegistries.BEARER_TOKEN,
                            settings.string(ConnectionConfig.SCHEMA_REGISTRY_BEARER_TOKEN),
                            SchemaRegistries.AUTO_REGISTER,
                            Boolean.toString(settings.flag(ConnectionConfig.SCHEMA_AUTO_REGISTER)),
                            SchemaRegistries.SUBJECTS,
                            settings.string(ConnectionConfig.SCHEMA_SUBJECTS)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the schema registry does not answer at the moment, in words; null if nothing waits for it. */
    public @Nullable String waitsForRegistry() {
        return registry instanceof WatchedRegistry watched ? watched.waitsFor() : null;
    }
}
