package io.rolestream.dashboard.config;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
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

    /** The port that stands for no dashboard. */
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
        Keys keys = new Keys(definitions);
        keys.integer(PORT, OFF, OFF, 65_535)
                .doc(
                        "Port on which `stream` serves the dashboard; -1 for none, 0 for any free one. `demo` serves it on 8090"
                                + " (`--dashboard-port`).");
        keys.nonEmpty(HOST, "127.0.0.1")
                .doc("Address that the dashboard listens on. One that other machines can reach is refused without"
                        + " `dashboard.auth`. There is no TLS: put a proxy before it that has.");
        keys.text(ADDRESS, "")
                .doc(
                        "host:port at which other instances reach this one's dashboard, to look labels up; by default host and"
                                + " port above. Needed where the host is 0.0.0.0 or the port 0; without it labels of this"
                                + " instance can only be looked up here. All instances need the same `dashboard.auth`.");
        keys.flag(SHOW_TEXT, false)
                .doc("Shows the beginnings of resumes where rules and model disagree, and lets people answer. They are"
                        + " personal. The demo's are made up, so it shows them.");
        keys.flag(TRY_MODEL, true)
                .doc(
                        "Loads the champion into the process that serves the dashboard when somebody tries a text, and drops it"
                                + " after ten minutes without one. With false the rules alone answer there.");
        keys.text(AUTH, "none", ConfigDef.CaseInsensitiveValidString.in("none", "basic", "bearer"))
                .doc(
                        "Who may see the dashboard: `none` asks nobody (on loopback alone), `basic` asks for user and secret,"
                                + " `bearer` for the secret as a token. Browsers show a page to enter it, and can log out; other"
                                + " programs send it as the `Authorization` header.");
        keys.text(AUTH_USER, "rolestream").doc("The user of `dashboard.auth=basic`.");
        keys.secret(AUTH_SECRET)
                .doc("The password or token, at least 12 characters. Better in the environment"
                        + " (ROLESTREAM_DASHBOARD_AUTH_SECRET) or a file than on a command line.");
        keys.text(AUTH_SECRET_FILE, "").doc("File with the password or token, instead of the key above.");
        keys.integer(MAX_PAGES, 32, 1, 1_000).doc("Pages that may be open at a time; each costs a thread.");
        keys.integer(REQUESTS_PER_SECOND, 20, 1, 10_000)
                .doc("What all pages together may ask or answer in a second, beyond what they show by themselves.");
        return definitions;
    }
}
