package io.rolestream.common.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets in settings that are printed. Which settings of Rolestream are secret is part of their definition.
 * Those of Kafka's clients are passed on unchecked, and may belong to plug-ins, so their names decide: it is better to
 * hide one too many. Any value may be a URL with a password.
 */
final class HiddenSecrets {
    private static final String HIDDEN = "[hidden]";
    private static final List<String> SECRET_NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "jaas",
            "secret",
            "token",
            "credential",
            "user.info",
            "userinfo",
            "api.key",
            "apikey",
            "private.key",
            "keystore.key",
            "assertion");
    private static final List<String> NO_SECRETS =
            List.of("endpoint.url", ".file", ".location", ".class", ".ms", ".seconds");

    /** User and password; a password may itself contain an at sign, a slash or a comma. */
    private static final Pattern IN_AUTHORITY = Pattern.compile("(?<=://)\\S*(?=@)");

    /** User and password of an address without a scheme. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(?<![^,\\s])[^,\\s:/@]+:[^,\\s/]*(?=@)");

    private static final Pattern IN_QUERY = Pattern.compile(
            "(?<=[?&])([^=&\\s]*(?:token|secret|password|signature|sig|key|credential)[^=&\\s]*=)[^&\\s]+",
            Pattern.CASE_INSENSITIVE);

    private HiddenSecrets() {}

    /**
     * The value as it may be printed.
     *
     * @param definition null for a setting of Kafka's clients
     */
    static String in(String key, String value, ConfigDef.@Nullable ConfigKey definition) {
        if (value.isBlank()) {
            return value;
        }
        boolean secret = definition == null
                ? isSecretName(key.toLowerCase(Locale.ROOT))
                : definition.type == ConfigDef.Type.PASSWORD;
        return secret ? HIDDEN : inUrls(value);
    }

    private static boolean isSecretName(String name) {
        return name.endsWith(".key")
                || (SECRET_NAMES.stream().anyMatch(name::contains)
                        && NO_SECRETS.stream().noneMatch(name::endsWith));
    }

    private static String inUrls(String value) {
        String addresses = IN_ADDRESS
                .matcher(IN_AUTHORITY.matcher(value).replaceAll(HIDDEN))
                .replaceAll(HIDDEN);
        return IN_QUERY.matcher(addresses).replaceAll("$1" + HIDDEN);
    }
}
