package io.rolestream.dashboard.config;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.WorkerConfig;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
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

    public enum Auth {
        NONE,
        BASIC,
        BEARER
    }

    private DashboardConfig() {}

    /** {@code host:port} at which other instances reach this dashboard; null if they cannot. */
    public static @Nullable String address(Settings settings) {
        String address = settings.optionalString(ADDRESS);
        int port = settings.integer(PORT);
        String host = settings.string(HOST);
        if (port == OFF || address != null) {
            return port == OFF ? null : address;
        }
        return port == 0 || WILDCARDS.contains(host) ? null : host + ":" + port;
    }

    public static boolean isWanted(Settings settings) {
        return settings.integer(PORT) != OFF;
    }

    public static DashboardSettings settings(Settings settings) {
        return new DashboardSettings(
                new DashboardSettings.Listen(settings.string(HOST), settings.integer(PORT), address(settings)),
                new DashboardSettings.Login(
                        Auth.valueOf(settings.string(AUTH).toUpperCase(Locale.ROOT)),
                        settings.string(AUTH_USER),
                        settings.string(AUTH_SECRET),
                        settings.optionalPath(AUTH_SECRET_FILE)),
                new DashboardSettings.Limits(settings.integer(REQUESTS_PER_SECOND), settings.integer(MAX_PAGES)),
                settings.flag(SHOW_TEXT),
                settings.flag(TRY_MODEL) ? ModelsConfig.settings(settings) : null,
                new DashboardSettings.Groups(
                        settings.string(StreamConfig.APPLICATION_ID), settings.string(WorkerConfig.GROUP_ID)));
    }

    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.integer(PORT, OFF, OFF, 65_535)
                .doc("Port on which `stream` serves the dashboard; -1 disables it, 0 picks any free port. `demo`"
                        + " serves it on 8090 (`--dashboard-port`).");
        keys.nonEmpty(HOST, "127.0.0.1")
                .doc("Address that the dashboard listens on. An address that other machines can reach requires"
                        + " `dashboard.auth`. The dashboard has no TLS; put it behind a proxy that has.");
        keys.text(ADDRESS, "")
                .doc("host:port at which other instances reach this dashboard to look up labels; by default, the"
                        + " host and port above. Required if the host is 0.0.0.0 or the port is 0; otherwise"
                        + " only this instance can look up its labels. All instances need the same"
                        + " `dashboard.auth`.");
        keys.flag(SHOW_TEXT, false)
                .doc("Shows excerpts of the resumes on which rules and model disagree, and lets people answer. The"
                        + " excerpts are personal data. `demo` shows them, because its resumes are generated.");
        keys.flag(TRY_MODEL, true)
                .doc("Loads the champion into the dashboard's process when someone tries a text, and unloads it"
                        + " after ten minutes without use. If false, only the rules vote there.");
        keys.text(AUTH, "none", ConfigDef.CaseInsensitiveValidString.in("none", "basic", "bearer"))
                .doc("Authentication: `none` (loopback only), `basic` (user and secret) or `bearer` (the secret as"
                        + " a token). Browsers show a login page; other programs send the `Authorization`"
                        + " header.");
        keys.text(AUTH_USER, "rolestream").doc("User name for `dashboard.auth=basic`.");
        keys.secret(AUTH_SECRET)
                .doc("Password or token, at least 12 characters. Set it in the environment"
                        + " (ROLESTREAM_DASHBOARD_AUTH_SECRET) or a file rather than on the command line.");
        keys.text(AUTH_SECRET_FILE, "")
                .doc("File with the password or token, as an alternative to `dashboard.auth.secret`.");
        keys.integer(MAX_PAGES, 32, 1, 1_000)
                .doc("Maximum number of pages open at the same time; each occupies a thread.");
        keys.integer(REQUESTS_PER_SECOND, 20, 1, 10_000)
                .doc("Maximum number of tries and answers per second, over all pages. A page's own updates do not"
                        + " count.");
        return definitions;
    }
}
