package io.rolestream.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** Writes the reference of all keys as a Markdown table. */
public final class ConfigReference {
    private ConfigReference() {}

    /** One row a key, in alphabetical order: key, default, what it does and what it accepts. */
    public static String markdown(ConfigDef definitions) {
        StringBuilder out = new StringBuilder("| key | default | what it does |\n|---|---|---|\n");
        Map<String, ConfigDef.ConfigKey> sorted = new TreeMap<>(definitions.configKeys());
        sorted.forEach((name, key) -> {
            String value = String.valueOf(key.defaultValue);
            out.append("| `").append(name).append("` | ");
            out.append(value.isBlank() ? "" : "`" + value + "`").append(" | ");
            out.append(key.documentation.replace("|", "\\|"));
            if (key.validator != null) {
                out.append(" Accepts ")
                        .append(key.validator.toString().replace("|", "\\|"))
                        .append('.');
            } else {
                out.append(" (")
                        .append(key.type.name().toLowerCase(Locale.ROOT))
                        .append(')');
            }
            out.append(" |\n");
        });
        return out.toString();
    }
}
