package io.rolestream.cli.options;

import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of commands that talk to a Kafka cluster. */
public final class ClusterOptions extends SettingsOptions {
    @ArgGroup(validate = false, heading = "%nKafka:%n", order = 20)
    private Connection connection = new Connection();

    private static final class Connection {
        @Option(
                names = {"-b", "--bootstrap-servers"},
                paramLabel = "HOST:PORT",
                description = "Brokers to connect to first, separated by commas.",
                order = 1)
        private @Nullable String bootstrapServers;

        @Option(
                names = "--schema-registry-url",
                paramLabel = "URL",
                description = "Schema registry with Confluent's API; without it, a topic keeps the schemas.",
                order = 2)
        private @Nullable String registryUrl;

        @Option(names = "--topic-prefix", paramLabel = "TEXT", description = "Prefix of every topic name.", order = 3)
        private @Nullable String topicPrefix;
    }

    /** Whether a cluster is configured; otherwise the command starts its own. */
    public boolean namesCluster() {
        return load().isSet(ConnectionConfig.BOOTSTRAP_SERVERS);
    }

    /** Whether an option, rather than environment or file, names a cluster. */
    public boolean insistsOnCluster() {
        return connection.bootstrapServers != null || sets(ConnectionConfig.BOOTSTRAP_SERVERS);
    }

    /** The settings, after checking that Kafka answers. */
    public Settings loadReachable() throws InterruptedException {
        return loadReachable(Map.of());
    }

    /** The settings, with values that the command sets, after checking that Kafka answers. */
    public Settings loadReachable(Map<String, String> ofCommand) throws InterruptedException {
        Settings settings = load(ofCommand);
        ClusterCheck.requireReachable(settings);
        return settings;
    }

    @Override
    Map<String, String> named() {
        Map<String, String> options = new LinkedHashMap<>();
        put(options, ConnectionConfig.BOOTSTRAP_SERVERS, connection.bootstrapServers);
        put(options, ConnectionConfig.SCHEMA_REGISTRY_URL, connection.registryUrl);
        put(options, ConnectionConfig.TOPIC_PREFIX, connection.topicPrefix);
        return options;
    }
}
