package io.rolestream.common.config;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The keys that every process needs: connection to Kafka and the schema registry, topic names and creation, tracing.
 */
public final class ConnectionConfig {
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    public static final String SCHEMA_REGISTRY_BASIC_AUTH = "schema.registry.basic.auth";
    public static final String SCHEMA_REGISTRY_BEARER_TOKEN = "schema.registry.bearer.token";
    public static final String SCHEMA_AUTO_REGISTER = "schema.auto.register";
    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String TOPIC_PARTITIONS = "topic.partitions";
    public static final String TOPIC_REPLICATION_FACTOR = "topic.replication.factor";

    private ConnectionConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return TracingConfig.define(definitions)
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        "localhost:9092",
                        Importance.HIGH,
                        "Kafka brokers to connect to first, as host:port, separated by commas.")
                .define(
                        SCHEMA_REGISTRY_URL,
                        Type.STRING,
                        "http://localhost:8081",
                        Importance.HIGH,
                        "URL of a schema registry with Confluent's API; it may have a path, such as /apis/ccompat/v7.")
                .define(
                        SCHEMA_REGISTRY_BASIC_AUTH,
                        Type.PASSWORD,
                        "",
                        Importance.LOW,
                        "Credentials for the registry, as user:password; empty for none.")
                .define(
                        SCHEMA_REGISTRY_BEARER_TOKEN,
                        Type.PASSWORD,
                        "",
                        Importance.LOW,
                        "Bearer token for the registry; empty for none.")
                .define(
                        SCHEMA_AUTO_REGISTER,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Registers missing schemas on first use. If false, a missing schema is an error.")
                .define(
                        TOPIC_PREFIX,
                        Type.STRING,
                        "",
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> {
                                    if (!value.toString().matches("[A-Za-z0-9._-]{0,100}")) {
                                        throw new org.apache.kafka.common.config.ConfigException(
                                                name, value, "expected letters, digits, '.', '_' and '-'");
                                    }
                                },
                                () -> "letters, digits, '.', '_' and '-'"),
                        Importance.MEDIUM,
                        "Prefix of every topic name, so that several installations can share a cluster.")
                .define(
                        TOPIC_PARTITIONS,
                        Type.INT,
                        4,
                        ConfigDef.Range.between(1, 10_000),
                        Importance.MEDIUM,
                        "Number of partitions of the topics that `topics create` creates; it limits parallelism.")
                .define(
                        TOPIC_REPLICATION_FACTOR,
                        Type.INT,
                        -1,
                        ConfigDef.Range.between(-1, 100),
                        Importance.MEDIUM,
                        "Replication factor of the topics that `topics create` creates; -1 for the broker's default.");
    }

    /** The configuration shared by all Kafka clients: the brokers and the properties under {@code kafka.}. */
    public static Map<String, Object> clientProperties(Settings settings) {
        Map<String, Object> properties = new TreeMap<>(settings.kafkaProperties());
        properties.put(BOOTSTRAP_SERVERS, settings.string(BOOTSTRAP_SERVERS));
        return properties;
    }
}
