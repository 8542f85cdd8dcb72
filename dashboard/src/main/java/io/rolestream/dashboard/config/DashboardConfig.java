package io.rolestream.dashboard.config;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.http.TlsFiles;
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
    public static final String INSTANCE_KEY = "dashboard.instance.key";
    public static final String TLS_CERTIFICATE = "dashboard.tls.certificate";
    public static final String TLS_KEY = "dashboard.tls.key";
    public static final String SHOW_TEXT = "dashboard.show-text";
    public static final String REVIEW_GUIDELINES = "dashboard.review.guidelines";
    public static final String REVIEW_FULL_TEXT = "dashboard.review.full-text";
    public static final String REVIEW_RANDOM_SHARE = "dashboard.review.random.share";
    public static final String REVIEW_SECOND_SHARE = "dashboard.review.second.share";
    public static final String TRY_MODEL = "dashboard.try-model";
    public static final String FIND_JOBS = "dashboard.find.jobs";
    public static final String AUTH = "dashboard.auth";
    public static final String AUTH_USER = "dashboard.auth.user";
    public static final String AUTH_SECRET = "dashboard.auth.secret";
    public static final String AUTH_SECRET_FILE = "dashboard.auth.secret.file";
    public static final String MAX_PAGES = "dashboard.max.pages";
    public static final String REQUESTS_PER_SECOND = "dashboard.requests.per.second";

    /** The port value that disables the dashboard. */
    public static final int OFF = -1;

    private static final int LEAST_KEY = 32;
    private static final double ROUNDING = 1e-9;
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
                new DashboardSettings.Listen(
                        settings.string(HOST),
                        settings.integer(PORT),
                        TlsFiles.of(
                                TLS_CERTIFICATE,
                                settings.optionalPath(TLS_CERTIFICATE),
                                TLS_KEY,
                                settings.optionalPath(TLS_KEY))),
                new DashboardSettings.Instances(address(settings), instanceKey(settings)),
                new DashboardSettings.Login(
                        Auth.valueOf(settings.string(AUTH).toUpperCase(Locale.ROOT)),
                        settings.string(AUTH_USER),
                        settings.string(AUTH_SECRET),
                        settings.optionalPath(AUTH_SECRET_FILE)),
                new DashboardSettings.Limits(settings.integer(REQUESTS_PER_SECOND), settings.integer(MAX_PAGES)),
                settings.flag(SHOW_TEXT),
                review(settings),
                settings.flag(TRY_MODEL) ? ModelsConfig.settings(settings) : null,
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                settings.integer(FIND_JOBS),
                DocumentConfig.limits(settings),
                new DashboardSettings.Groups(
                        settings.string(StreamConfig.APPLICATION_ID), settings.string(WorkerConfig.GROUP_ID)));
    }

    private static DashboardSettings.Review review(Settings settings) {
        double random = settings.decimal(REVIEW_RANDOM_SHARE);
        double second = settings.decimal(REVIEW_SECOND_SHARE);
        if (random + second > 1 + ROUNDING) {
            throw new ConfigurationException(
                    "%s (%s) and %s (%s) are shares of the same questions: reduce one, so that their sum is at most 1"
                            .formatted(REVIEW_RANDOM_SHARE, random, REVIEW_SECOND_SHARE, second));
        }
        return new DashboardSettings.Review(
                settings.optionalPath(REVIEW_GUIDELINES),
                settings.flag(REVIEW_FULL_TEXT),
                settings.integer(StreamConfig.EXCERPT_CHARS),
                random,
                second);
    }

    private static @Nullable String instanceKey(Settings settings) {
        String key = settings.string(INSTANCE_KEY).strip();
        if (key.isEmpty()) {
            return null;
        }
        if (key.length() < LEAST_KEY) {
            throw new ConfigurationException("%s must have at least %d characters; make one with `openssl rand -hex 32`"
                    .formatted(INSTANCE_KEY, LEAST_KEY));
        }
        if (key.equals(settings.string(AUTH_SECRET).strip())) {
            throw new ConfigurationException(INSTANCE_KEY + " must differ from " + AUTH_SECRET + ", which people know");
        }
        return key;
    }

    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.integer(PORT, OFF, OFF, 65_535)
                .doc("Port on which `stream` serves the dashboard; -1 disables it, 0 picks any free port. `demo`"
                        + " serves it on 8090 (`--dashboard-port`).");
        keys.nonEmpty(HOST, "127.0.0.1")
                .doc("Address that the dashboard listens on. An address that other machines can reach requires"
                        + " `dashboard.auth`, and should have TLS: its own, or a proxy's.");
        keys.text(ADDRESS, "")
                .doc("host:port at which other instances reach this dashboard to look up labels; by default, the"
                        + " host and port above. Required if the host is 0.0.0.0 or the port is 0; otherwise"
                        + " only this instance can look up its labels.");
        keys.secret(INSTANCE_KEY)
                .doc("Key with which instances authenticate to each other when they look up labels, at least 32"
                        + " characters, the same on all instances (`openssl rand -hex 32`). Required for that if"
                        + " `dashboard.auth` is not `none`. It is never sent: requests carry an HMAC of the id, the"
                        + " address and the time, so clocks must agree to 30 s.");
        keys.text(TLS_CERTIFICATE, "")
                .doc("PEM file with the dashboard's certificate, followed by those of its issuers; the dashboard then"
                        + " serves HTTPS only. Instances trust each other if their certificates are in this file or"
                        + " issued by one that is. A renewed certificate is loaded at a restart.");
        keys.text(TLS_KEY, "").doc("PEM file with the certificate's private key, in PKCS #8 without a password.");
        keys.flag(SHOW_TEXT, false)
                .doc("Shows excerpts of the resumes on which rules and model disagree, and of others drawn at random"
                        + " (`dashboard.review.random.share`), and lets people answer. An excerpt has"
                        + " `disagreement.excerpt.chars` characters. Excerpts are personal data. `demo` shows them,"
                        + " because its resumes are generated.");
        keys.text(REVIEW_GUIDELINES, "")
                .doc("Markdown file (CommonMark, UTF-8, at most 100 KB) with guidelines that the dashboard shows to"
                        + " reviewers. HTML in it is shown as text, and links lead to web pages only. It is read at"
                        + " the start.");
        keys.flag(REVIEW_FULL_TEXT, false)
                .doc("Lets reviewers read the whole text of a resume, from its record in Kafka, instead of an excerpt;"
                        + " of resumes drawn at random, they see the first 2,000 characters at once. Requires"
                        + " `dashboard.show-text`.");
        keys.decimal(REVIEW_RANDOM_SHARE, 0.2, 0, 1)
                .doc("Share of the dashboard's review questions drawn at random from the labels it has read, as"
                        + " `rolestream review --random-share` draws them. Answers on these measure the quality of"
                        + " labels without bias. With `dashboard.review.second.share`, at most 1.");
        keys.decimal(REVIEW_SECOND_SHARE, 0.1, 0, 1)
                .doc("Share of the dashboard's review questions that another reviewer has already answered, to"
                        + " measure how far reviewers agree; the later answer becomes the label. Reviewers are told"
                        + " apart by the names they enter, so with `dashboard.auth=basic`, where all have one name,"
                        + " nothing is asked twice.");
        keys.flag(TRY_MODEL, true)
                .doc("Loads the champion into the dashboard's process when someone tries a text, and unloads it"
                        + " after ten minutes without use. If false, only the rules vote there.");
        keys.integer(FIND_JOBS, 20_000, 0, 200_000)
                .doc("Maximum number of jobs, the newest, that \"Find jobs\" searches for a pasted resume. The"
                        + " dashboard indexes them in its own memory on first use, some 5 KB each, and frees them"
                        + " after ten minutes without use. 0 disables it.");
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
                .doc("Maximum number of requests per second of each client: a session, or an address without one. A"
                        + " page's own updates do not count.");
        return definitions;
    }
}
