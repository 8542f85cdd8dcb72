package io.rolestream.cli.options;

import io.rolestream.cli.support.Logging;
import io.rolestream.common.clients.ClientSettings;
import io.rolestream.common.config.Settings;
import io.rolestream.local.services.Configuration;
import io.rolestream.stream.StreamConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options for settings, which all commands share, and their conversion to {@link Settings}. */
public class SettingsOptions {
    @ArgGroup(validate = false, heading = "%nSettings (`rolestream config reference` lists them):%n", order = 30)
    private Given given = new Given();

    private static final class Given {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "Properties file with settings.",
                order = 1)
        private @Nullable Path file;

        @Option(
                names = {"-s", "--set"},
                paramLabel = "KEY=VALUE",
                description = "One setting, for example -s label.deadline=10s or -s kafka.security.protocol=SSL;"
                        + " repeatable. Overrides the environment (ROLESTREAM_LABEL_DEADLINE=10s), which overrides"
                        + " the file.",
                order = 2)
        private Map<String, String> values = new LinkedHashMap<>();

        @Option(
                names = {"-v", "--verbose"},
                description = "Logs details to standard error.",
                order = 3)
        private void verbose(boolean wanted) {
            if (wanted) {
                Logging.verbose();
            }
        }
    }

    /** The settings from file, environment and options. */
    public final Settings load() {
        return load(Map.of());
    }

    /** The settings, with values that the command sets. */
    public final Settings load(Map<String, String> ofCommand) {
        Map<String, String> options = new LinkedHashMap<>(given.values);
        options.putAll(named());
        options.putAll(ofCommand);
        Settings settings = Settings.load(Configuration.definitions(), given.file, System.getenv(), options);
        ClientSettings.check(settings);
        return settings;
    }

    /** The settings; {@code instead} overrides the defaults, file and environment, but not options. */
    public final Settings load(Map<String, String> ofCommand, Map<String, String> instead) {
        Map<String, String> values = new LinkedHashMap<>(instead);
        values.keySet().removeAll(given.values.keySet());
        values.putAll(ofCommand);
        return load(values);
    }

    final boolean sets(String key) {
        return given.values.containsKey(key);
    }

    /** Settings that have an option of their own. */
    Map<String, String> named() {
        return Map.of();
    }

    /** Puts a value, unless it is null. */
    public static void put(Map<String, String> options, String key, @Nullable Object value) {
        if (value != null) {
            options.put(key, value.toString());
        }
    }

    /** The options that choose rules and roles. */
    public static final class Rules {
        @ArgGroup(validate = false, heading = "%nRules:%n", order = 10)
        private Chosen chosen = new Chosen();

        private static final class Chosen {
            @Option(
                    names = {"-r", "--rules"},
                    paramLabel = "RULES",
                    description = "default, notebook (the original study's), or a YAML file.",
                    order = 1)
            private @Nullable String rules;

            @Option(
                    names = "--taxonomy",
                    paramLabel = "FILE",
                    description = "YAML file with the roles, replacing the standard fourteen.",
                    order = 2)
            private @Nullable Path taxonomy;

            @Option(
                    names = "--lenient",
                    description = "Skips keywords that cannot be used, instead of refusing their file, and says why.",
                    order = 3)
            private boolean lenient;
        }

        public Map<String, String> values() {
            Map<String, String> values = new LinkedHashMap<>();
            put(values, StreamConfig.RULES, chosen.rules);
            put(values, StreamConfig.TAXONOMY, chosen.taxonomy);
            put(values, StreamConfig.RULES_LENIENT, chosen.lenient ? true : null);
            return values;
        }
    }
}
