package io.rolestream.common.config;

import io.rolestream.common.text.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The settings, from four layers: defaults, a properties file, environment variables {@code ROLESTREAM_...} and options
 * of the command line; later layers override earlier ones. Unknown keys are refused, except those under {@code kafka.},
 * which are passed to the Kafka clients unchanged.
 *
 * <p>An environment variable is the key in upper case with underscores: {@code label.deadline} is
 * {@code ROLESTREAM_LABEL_DEADLINE}, and {@code ROLESTREAM_KAFKA_SASL_MECHANISM} is {@code kafka.sasl.mechanism}.
 */
public final class Settings {
    /** Prefix of the properties that are passed to the Kafka clients. */
    public static final String KAFKA_PREFIX = "kafka.";

    private static final String DEFAULT = "default";
    private static final String ENVIRONMENT_PREFIX = "ROLESTREAM_";

    /** A value and the layer that it came from: {@code default}, or a phrase such as {@code file x.properties}. */
    public record Entry(String value, String origin) {}

    private final ConfigDef definitions;
    private final Map<String, Entry> entries;
    private final Map<String, Object> typed;

    private Settings(ConfigDef definitions, Map<String, Entry> entries, Map<String, Object> typed) {
        this.definitions = definitions;
        this.entries = entries;
        this.typed = typed;
    }

    /**
     * Reads all layers.
     *
     * @param file a properties file, or null for none
     * @param environment the process's environment; only {@code ROLESTREAM_} variables are looked at
     * @param options keys and values given on the command line
     * @throws ConfigurationException when a key is unknown, a value has a wrong form or the file can't be read
     */
    public static Settings load(
            ConfigDef definitions, @Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        Map<String, Entry> given = new TreeMap<>();
        if (file != null) {
            readFile(file).forEach((key, value) -> given.put(key, new Entry(value, "file " + file)));
        }
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX)) {
                given.put(keyOf(variable, definitions), new Entry(value, "environment variable " + variable));
            }
        });
        options.forEach((key, value) -> given.put(key, new Entry(value, "command line")));

        given.forEach((key, entry) -> {
            if (!key.startsWith(KAFKA_PREFIX) && !definitions.names().contains(key)) {
                throw new ConfigurationException("unknown key " + key + " (" + entry.origin() + ")"
                        + Nearest.hint(key, definitions.names()) + " (`rolestream config reference` lists all keys)");
            }
        });
        return made(definitions, given);
    }

    private static Settings made(ConfigDef definitions, Map<String, Entry> given) {
        Map<String, Entry> entries = withDefaults(definitions, given);
        Map<String, Object> typed = parse(definitions, given);
        if (typed.get(ConnectionConfig.TOPIC_PREFIX) instanceof String prefix) {
            entries.replaceAll((key, entry) -> isPrefixed(definitions, key, entry)
                    ? new Entry(PrefixedDefault.of(prefix, entry.value()), DEFAULT)
                    : entry);
            typed.replaceAll((key, value) -> {
                Entry entry = entries.get(key);
                return entry != null && isPrefixed(definitions, key, entry) ? entry.value() : value;
            });
        }
        return new Settings(definitions, entries, typed);
    }

    private static boolean isPrefixed(ConfigDef definitions, String key, Entry entry) {
        ConfigDef.ConfigKey definition = definitions.configKeys().get(key);
        return entry.origin().equals(DEFAULT) && definition != null && definition.validator instanceof PrefixedDefault;
    }

    /** Settings from keys and values alone, without file and environment. */
    public static Settings of(ConfigDef definitions, Map<String, String> values) {
        return load(definitions, null, Map.of(), values);
    }

    /** These settings, with other values for some keys. */
    public Settings with(Map<String, String> values) {
        Map<String, Entry> given = new TreeMap<>(entries);
        given.values().removeIf(entry -> entry.origin().equals(DEFAULT));
        values.forEach((key, value) -> given.put(key, new Entry(value, "this process")));
        return made(definitions, given);
    }

    /**
     * The defaults without {@code topic.prefix}, as they were before the prefix became part of them, of those keys that
     * have such a default and are not set; empty without a prefix.
     */
    public Map<String, String> unprefixed(List<String> keys) {
        Map<String, String> plain = new LinkedHashMap<>();
        for (String key : keys) {
            String standard = defaultOf(definitions.configKeys().get(key));
            if (!isSet(key) && !string(key).equals(standard)) {
                plain.put(key, standard);
            }
        }
        return plain;
    }

    /** Whether a key was set in any layer other than the defaults. */
    public boolean isSet(String key) {
        Entry entry = entries.get(key);
        return entry != null && !entry.origin().equals(DEFAULT);
    }

    public String string(String key) {
        return value(key).toString();
    }

    /** The value of a key, or null if it is blank. */
    public @Nullable String optionalString(String key) {
        String value = string(key);
        return value.isBlank() ? null : value;
    }

    /** The path in a key; a leading {@code ~} stands for the user's home directory. */
    public Path path(String key) {
        return path(key, string(key));
    }

    /** The path in a key, or null if it is blank. */
    public @Nullable Path optionalPath(String key) {
        String value = optionalString(key);
        return value == null ? null : path(key, value);
    }

    private static Path path(String key, String value) {
        try {
            return value.equals("~") || value.startsWith("~/")
                    ? Path.of(System.getProperty("user.home"), value.substring(1))
                    : Path.of(value);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(key + " is not a path: " + e.getMessage(), e);
        }
    }

    public int integer(String key) {
        return (Integer) value(key);
    }

    public double decimal(String key) {
        return (Double) value(key);
    }

    public boolean flag(String key) {
        return (Boolean) value(key);
    }

    /** The value of a key that was defined with {@link Durations#VALIDATOR}. */
    public Duration duration(String key) {
        return Durations.parse(string(key));
    }

    /** The properties under {@code kafka.}, without that prefix. */
    public Map<String, String> kafkaProperties() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(KAFKA_PREFIX))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(KAFKA_PREFIX.length()),
                        entry -> entry.getValue().value(),
                        (a, b) -> b,
                        TreeMap::new));
    }

    /** Every key with its value and origin; secrets are hidden, also passwords in URLs. */
    public Map<String, Entry> printable() {
        Map<String, Entry> result = new LinkedHashMap<>();
        entries.forEach((key, entry) -> result.put(
                key,
                new Entry(
                        HiddenSecrets.in(
                                key, entry.value(), definitions.configKeys().get(key)),
                        entry.origin())));
        return result;
    }

    private Object value(String key) {
        Object value = typed.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such key: " + key);
        }
        return value instanceof Password password ? password.value() : value;
    }

    private static Map<String, String> readFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("configuration file " + file + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "configuration file " + file + " can't be read as a UTF-8 properties file: " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static String keyOf(String variable, ConfigDef definitions) {
        String name = variable.substring(ENVIRONMENT_PREFIX.length());
        for (String key : definitions.names()) {
            if (key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_').equals(name)) {
                return key;
            }
        }
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static Map<String, Entry> withDefaults(ConfigDef definitions, Map<String, Entry> given) {
        Map<String, Entry> result = new LinkedHashMap<>();
        Set<String> keys = new TreeSet<>(definitions.names());
        keys.addAll(given.keySet());
        for (String key : keys) {
            Entry entry = given.get(key);
            result.put(
                    key,
                    entry != null
                            ? entry
                            : new Entry(defaultOf(definitions.configKeys().get(key)), DEFAULT));
        }
        return result;
    }

    private static String defaultOf(ConfigDef.@Nullable ConfigKey definition) {
        if (definition == null || definition.defaultValue == null) {
            return "";
        }
        Object value = definition.defaultValue;
        return value instanceof Password password ? password.value() : value.toString();
    }

    private static Map<String, Object> parse(ConfigDef definitions, Map<String, Entry> given) {
        Map<String, String> values = new TreeMap<>();
        given.forEach((key, entry) -> {
            if (definitions.names().contains(key)) {
                values.put(key, entry.value());
            }
        });
        try {
            return definitions.parse(values);
        } catch (ConfigException e) {
            throw new ConfigurationException(originOf(e, given) + e.getMessage(), e);
        }
    }

    private static String originOf(ConfigException e, Map<String, Entry> given) {
        String message = String.valueOf(e.getMessage());
        return given.entrySet().stream()
                .filter(entry -> message.contains("configuration " + entry.getKey() + ":")
                        || message.endsWith("configuration " + entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue().origin() + ": ")
                .orElse("");
    }
}
