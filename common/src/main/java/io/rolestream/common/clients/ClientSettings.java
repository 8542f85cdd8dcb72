package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What users set for Kafka clients: the keys under {@code kafka.}. A plain key reaches every client;
 * {@code kafka.producer.}, {@code kafka.consumer.} and {@code kafka.admin.} reach one kind, and override plain keys.
 * Kafka Streams' own prefixes ({@code main.consumer.}, {@code topic.}, ...) reach Kafka Streams alone.
 */
public final class ClientSettings {
    enum Kind {
        PRODUCER(ProducerConfig.configDef()),
        CONSUMER(ConsumerConfig.configDef()),
        ADMIN(AdminClientConfig.configDef());

        private final ConfigDef definition;

        Kind(ConfigDef definition) {
            this.definition = definition;
        }

        /** What a key for this kind alone begins with, after {@code kafka.}; Kafka Streams uses the same names. */
        String prefix() {
            return name().toLowerCase(Locale.ROOT) + ".";
        }
    }

    /** Consumers that only Kafka Streams has. */
    private static final List<String> STREAMS_CONSUMERS =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.");

    /** For the internal topics of Kafka Streams. */
    private static final String STREAMS_TOPICS = "topic.";

    private static final List<String> CLIENT_PREFIXES = Stream.concat(
                    Stream.of(Kind.values()).map(Kind::prefix), STREAMS_CONSUMERS.stream())
            .toList();

    private final Map<String, String> all;

    private ClientSettings(Map<String, String> all) {
        this.all = new TreeMap<>(all);
    }

    /**
     * Reads the keys under {@code kafka.}.
     *
     * @throws ConfigurationException if one of them overrides a setting that exactly-once processing depends on, or has
     *     a value that Kafka refuses; says which, where it was set, and why it can't be
     */
    static ClientSettings of(Settings settings) {
        Map<String, String> given = settings.kafkaProperties();
        given.forEach((key, value) -> {
            String reason = OwnedSettings.REASONS.get(withoutPrefix(key));
            if (reason == null) {
                reason = refusal(key, value);
            }
            if (reason != null) {
                String full = Settings.KAFKA_PREFIX + key;
                Settings.Entry entry = settings.printable().get(full);
                throw new ConfigurationException(
                        full + (entry == null ? "" : " (" + entry.origin() + ")") + " can't be set: " + reason);
            }
        });
        return new ClientSettings(given);
    }

    /** Why a client that the key reaches would refuse its value, as Kafka says it, or null. */
    private static @Nullable String refusal(String key, String value) {
        if (value.contains("${")) {
            return null; // a configuration provider of Kafka's replaces it
        }
        String property = withoutPrefix(key);
        for (Kind kind : Kind.values()) {
            ConfigDef.ConfigKey defined = kind.definition.configKeys().get(property);
            boolean reached = key.equals(property)
                    || key.startsWith(kind.prefix())
                    || (kind == Kind.CONSUMER && STREAMS_CONSUMERS.stream().anyMatch(key::startsWith));
            if (defined != null && reached) {
                try {
                    Object parsed = ConfigDef.parseType(property, value, defined.type);
                    if (defined.validator != null) {
                        defined.validator.ensureValid(property, parsed);
                    }
                } catch (ConfigException e) {
                    return e.getMessage();
                }
            }
        }
        return null;
    }

    /**
     * Checks the keys under {@code kafka.} before anything connects.
     *
     * @throws ConfigurationException if one of them can't be set; says which, where it was set, and why
     */
    public static void check(Settings settings) {
        of(settings);
    }

    /** The keys that can't be set and the reasons, as a Markdown table. */
    public static String refusedKeys() {
        StringBuilder table = new StringBuilder("| key | why it can't be set |\n|---|---|\n");
        new TreeMap<>(OwnedSettings.REASONS)
                .forEach((key, reason) -> table.append("| `kafka.%s` | %s |\n".formatted(key, reason)));
        return table.append('\n').toString();
    }

    /** The keys that set one property of all clients, whatever was set for one kind of them before. */
    public static Map<String, String> overrideAll(String property, String value) {
        Map<String, String> keys = new HashMap<>();
        keys.put(Settings.KAFKA_PREFIX + property, value);
        CLIENT_PREFIXES.forEach(prefix -> keys.put(Settings.KAFKA_PREFIX + prefix + property, value));
        return keys;
    }

    /** What reaches a client of a kind. */
    Map<String, Object> of(Kind kind) {
        Map<String, Object> properties = new HashMap<>();
        all.forEach((key, value) -> {
            if (withoutPrefix(key).equals(key) && !key.startsWith(STREAMS_TOPICS)) {
                properties.put(key, value);
            }
        });
        all.forEach((key, value) -> {
            if (key.startsWith(kind.prefix())) {
                properties.put(key.substring(kind.prefix().length()), value);
            }
        });
        return properties;
    }

    /** Adds everything to the properties of Kafka Streams, which tells the prefixes apart itself. */
    void addToStreams(Map<String, Object> properties) {
        // Kafka Streams prefers keys with a prefix: a plain key must replace those of ours.
        Map.copyOf(properties).keySet().forEach(own -> {
            String value = all.get(withoutPrefix(own));
            if (value != null) {
                properties.put(own, value);
            }
        });
        properties.putAll(all);
    }

    private static String withoutPrefix(String key) {
        return CLIENT_PREFIXES.stream()
                .filter(key::startsWith)
                .findFirst()
                .map(prefix -> key.substring(prefix.length()))
                .orElse(key);
    }
}
