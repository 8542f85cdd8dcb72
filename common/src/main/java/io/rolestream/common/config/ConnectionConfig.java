package io.rolestream.common.config;

import org.apache.kafka.common.config.ConfigDef;

/**
 * The keys that every process needs: where Kafka and the schema registry are, how the topics are named and made, and where traces go.
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
        TracingConfig.define(definitions);
        Keys keys = new Keys(definitions);
        keys.text(BOOTSTRAP_SERVERS, "localhost:9092")
                .doc("Kafka brokers to start from, host:port, separated by commas.");
        keys.text(SCHEMA_REGISTRY_URL, "http://localhost:8081")
                .doc("Schema registry with the Confluent API; may have a path, such as /apis/ccompat/v7.");
        keys.secret(SCHEMA_REGISTRY_BASIC_AUTH).doc("user:password for the registry; empty for none.");
        keys.secret(SCHEMA_REGISTRY_BEARER_TOKEN).doc("Bearer token for the registry; empty for none.");
        keys.flag(SCHEMA_AUTO_REGISTER, true)
                .doc("Registers a missing schema on first use. With false a missing schema is an error.");
        keys.text(TOPIC_PREFIX, "", Keys.matching("[A-Za-z0-9._-]{0,100}", "letters, digits, '.', '_' and '-'"))
                .doc("Put before every topic name, so that several installations can share a cluster.");
        keys.integer(TOPIC_PARTITIONS, 4, 1, 10_000)
                .doc("Partitions of the topics that `topics create` makes. The number is the limit of parallelism.");
        keys.integer(TOPIC_REPLICATION_FACTOR, -1, -1, 100)
                .doc("Replication factor of the topics that `topics create` makes; -1 is the broker's default.");
        return definitions;
    }
}
