package io.rolestream.dashboard.config;

import io.rolestream.common.config.Settings;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** The keys of the dashboard. */
public final class DashboardConfig {
    public static final String PORT = "dashboard.port";
    public static final String HOST = "dashboard.host";
    public static final String ADDRESS = "dashboard.address";
    public static final String SHOW_TEXT = "dashboard.show-text";
    public static final String TRY_MODEL = "dashboard.try-model";
    public static final String AUTH = "dashboard.auth";
    public static final String AUTH_USER = "dashboard.auth.user";
    public static final String AUTH_SECRET = "dashboard.auth.secret";
    public static final String AUTH_SECRET_FILE = "dashboard.auth.secret.file";
    public static final String MAX_PAGES = "dashboard.max.pages";
    public static final String REQUESTS_PER_SECOND = "dashboard.requests.per.second";

    /** The port value that disables the dashboard. */
    public static final int OFF = -1;

    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    /** How people show who they are. */
    public enum Auth {
        NONE,
        BASIC,
        BEARER
    }

    private DashboardConfig() {}

    /** {@code host:port} at which other instances reach this one's dashboard; null where they can't. */
    public static @Nullable String address(Settings settings) {
        String address = settings.optionalString(ADDRESS);
        int port = settings.integer(PORT);
        String host = settings.string(HOST);
        if (port == OFF || address != null) {
            return port == OFF ? null : address;
        }
        return port == 0 || WILDCARDS.contains(host) ? null : host + ":" + port;
    }

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        PORT,
                        Type.INT,
                        OFF,
                        ConfigDef.Range.between(OFF, 65_535),
                        Importance.MEDIUM,
                        "Port on which `stream` serves the dashboard; -1 disables it, 0 picks any free port. `demo`"
                                + " serves it on 8090 (`--dashboard-port`).")
                .define(
                        HOST,
                        Type.STRING,
                        "127.0.0.1",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Address that the dashboard listens on. An address that other machines can reach requires"
                                + " `dashboard.auth`. The dashboard has no TLS; put it behind a proxy that has.")
                .define(
                        ADDRESS,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "host:port at which other instances reach this dashboard to look up labels; by default, the"
                                + " host and port above. Required if the host is 0.0.0.0 or the port is 0; otherwise"
                                + " only this instance can look up its labels. All instances need the same"
                                + " `dashboard.auth`.")
                .define(
                        SHOW_TEXT,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Shows excerpts of the resumes on which rules and model disagree, and lets people answer. The"
                                + " excerpts are personal data. `demo` shows them, because its resumes are generated.")
                .define(
                        TRY_MODEL,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Loads the champion into the dashboard's process when someone tries a text, and unloads it"
                                + " after ten minutes without use. If false, only the rules vote there.")
                .define(
                        AUTH,
                        Type.STRING,
                        "none",
                        ConfigDef.CaseInsensitiveValidString.in("none", "basic", "bearer"),
                        Importance.HIGH,
                        "Authentication: `none` (loopback only), `basic` (user and secret) or `bearer` (the secret as"
                                + " a token). Browsers show a login page; other programs send the `Authorization`"
                                + " header.")
                .define(AUTH_USER, Type.STRING, "rolestream", Importance.LOW, "User name for `dashboard.auth=basic`.")
                .define(
                        AUTH_SECRET,
                        Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "Password or token, at least 12 characters. Set it in the environment"
                                + " (ROLESTREAM_DASHBOARD_AUTH_SECRET) or a file rather than on the command line.")
                .define(
                        AUTH_SECRET_FILE,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "File with the password or token, as an alternative to `dashboard.auth.secret`.")
                .define(
                        MAX_PAGES,
                        Type.INT,
                        32,
                        ConfigDef.Range.between(1, 1_000),
                        Importance.LOW,
                        "Maximum number of pages open at the same time; each occupies a thread.")
                .define(
                        REQUESTS_PER_SECOND,
                        Type.INT,
                        20,
                        ConfigDef.Range.between(1, 10_000),
                        Importance.LOW,
                        "Maximum number of tries and answers per second, over all pages. A page's own updates do not"
                                + " count.");
    }
}
