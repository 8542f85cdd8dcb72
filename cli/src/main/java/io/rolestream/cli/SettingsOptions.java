package io.rolestream.cli;

import io.rolestream.config.ConnectionConfig;
import io.rolestream.config.Settings;
import io.rolestream.stream.StreamConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command shares, and how they become {@link Settings}. */
public final class SettingsOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Properties file with settings (see `rolestream config reference`).")
    private @Nullable Path file;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Any setting, for example -s label.deadline=10s or -s kafka.security.protocol=SSL.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "Kafka to connect to.")
    private @Nullable String bootstrapServers;

    @Option(names = "--schema-registry-url", paramLabel = "URL", description = "Schema registry to connect to.")
    private @Nullable String registryUrl;

    @Option(names = "--topic-prefix", paramLabel = "TEXT", description = "Put before every topic name.")
    private @Nullable String topicPrefix;

    @Option(
            names = {"-v", "--verbose"},
            description = "Logs what goes on, to standard error.")
    private void verbose(boolean wanted) {
        if (wanted) {
            Logging.verbose();
        }
    }

    /** Whether a cluster was named anywhere, or the command is to bring its own. */
    public boolean namesCluster() {
        return load().isSet(ConnectionConfig.BOOTSTRAP_SERVERS);
    }

    /**
     * The settings from file, environment and options.
     *
     * @throws io.rolestream.config.ConfigurationException when a key is unknown or a value has a wrong form
     */
    public Settings load() {
        return load(Map.of());
    }

    /** The settings, with values that the command itself gives. */
    public Settings load(Map<String, String> ofCommand) {
        Map<String, String> options = new LinkedHashMap<>(values);
        put(options, ConnectionConfig.BOOTSTRAP_SERVERS, bootstrapServers);
        put(options, ConnectionConfig.SCHEMA_REGISTRY_URL, registryUrl);
        put(options, ConnectionConfig.TOPIC_PREFIX, topicPrefix);
        options.putAll(ofCommand);
        return Settings.load(Configuration.definitions(), file, System.getenv(), options);
    }

    private static void put(Map<String, String> options, String key, @Nullable String value) {
        if (value != null) {
            options.put(key, value);
        }
    }

    /** The options that choose rules and roles; for the commands that label. */
    public static final class Rules {
        @Option(
                names = {"-r", "--rules"},
                paramLabel = "RULES",
                description = "Rule set: default, notebook, or a YAML file.")
        private @Nullable String rules;

        @Option(names = "--taxonomy", paramLabel = "FILE", description = "YAML file with the roles.")
        private @Nullable Path taxonomy;

        /** What these options set. */
        public Map<String, String> values() {
            Map<String, String> values = new LinkedHashMap<>();
            put(values, StreamConfig.RULES, rules);
            put(values, StreamConfig.TAXONOMY, taxonomy == null ? null : taxonomy.toString());
            return values;
        }
    }
}
