package io.rolestream.common.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** Writes the reference of all keys as a Markdown table. */
public final class ConfigReference {
    /** How Kafka writes a range of numbers. */
    private static final Pattern RANGE = Pattern.compile("\\[(-?\\d+),\\.\\.\\.,(-?\\d+)]");

    private ConfigReference() {}

    /** A row for each key, in alphabetical order: the key, its default, its documentation and the accepted values. */
    public static String markdown(ConfigDef definitions) {
        StringBuilder out = new StringBuilder("| key | default | description |\n|---|---|---|\n");
        Map<String, ConfigDef.ConfigKey> sorted = new TreeMap<>(definitions.configKeys());
        sorted.forEach((name, key) -> out.append("| `")
                .append(name)
                .append("` | ")
                .append(defaultOf(key))
                .append(" | ")
                .append(cell(key.documentation + accepts(key)))
                .append(" |\n"));
        return out.toString();
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        Object value = key.defaultValue instanceof Password password ? password.value() : key.defaultValue;
        String text = value == null ? "" : value.toString(); // its documentation says what it depends on
        return text.isBlank() ? "" : "`" + cell(text) + "`";
    }

    private static String accepts(ConfigDef.ConfigKey key) {
        return key.validator == null
                ? " (" + key.type.name().toLowerCase(Locale.ROOT) + ")"
                : " Accepts " + RANGE.matcher(key.validator.toString()).replaceAll("$1 to $2") + ".";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
