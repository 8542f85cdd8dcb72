package io.rolestream.serving.config;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.http.Loopback;
import io.rolestream.http.Secret;
import io.rolestream.http.TlsFiles;
import io.rolestream.schemas.resume.JudgedPart;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The keys of the REST interface. */
public final class ServingConfig {
    public static final String HOST = "serve.host";
    public static final String PORT = "serve.port";
    public static final String TOKEN = "serve.token";
    public static final String TOKEN_FILE = "serve.token.file";
    public static final String TLS_CERTIFICATE = "serve.tls.certificate";
    public static final String TLS_KEY = "serve.tls.key";
    public static final String MAX_RESUMES = "serve.max.resumes";
    public static final String MAX_REQUESTS = "serve.max.requests";
    public static final String MAX_KIB = "serve.max.kib";
    public static final String TIMEOUT = "serve.timeout";
    public static final String REPORTER = "serve.reporter";

    private static final int KIB = 1_024;

    private ServingConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.nonEmpty(HOST, "127.0.0.1")
                .doc("Address that `serve` listens on. An address that other machines can reach requires"
                        + " `serve.token`, and should have TLS: its own, or a proxy's.");
        keys.integer(PORT, 8_091, 0, 65_535).doc("Port that `serve` listens on; 0 picks any free port.");
        keys.secret(TOKEN)
                .doc("Token that requests to `serve` must bear (`Authorization: Bearer ...`), at least 12 characters."
                        + " Set it in the environment (ROLESTREAM_SERVE_TOKEN) or a file rather than on the command"
                        + " line. Empty requires none, and is accepted on loopback addresses only.");
        keys.text(TOKEN_FILE, "").doc("File with the token, as an alternative to `serve.token`.");
        keys.text(TLS_CERTIFICATE, "")
                .doc("PEM file with the certificate of `serve`, followed by those of its issuers; it then serves HTTPS"
                        + " only. A renewed certificate is loaded at a restart.");
        keys.text(TLS_KEY, "").doc("PEM file with the certificate's private key, in PKCS #8 without a password.");
        keys.integer(MAX_RESUMES, 100, 1, 10_000).doc("Maximum number of resumes in one request to `serve`.");
        keys.integer(MAX_REQUESTS, 128, 1, 1_000)
                .doc("Maximum number of requests that `serve` works on at the same time. Further ones, and those"
                        + " that come while the model's queue is full, get status 429 at once, with `Retry-After`.");
        keys.integer(MAX_KIB, 4_096, 1, 64 * KIB).doc("Maximum size of a request to `serve`, in KiB.");
        keys.duration(TIMEOUT, "10s")
                .doc("How long a request to `serve` may take. After that it gets status 503, with `Retry-After`.");
        keys.prefixed(REPORTER, "rolestream-serve")
                .doc("Name under which `serve` reports the version that it uses (`rolestream models list`), followed by"
                        + " `instance.id`. The default begins with `topic.prefix`.");
        return definitions;
    }

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException if other machines could ask without a token, or a setting is not right
     */
    public static ServingSettings settings(Settings settings) {
        String host = settings.string(HOST);
        return new ServingSettings(
                new ServingSettings.Listen(
                        host,
                        settings.integer(PORT),
                        TlsFiles.of(
                                TLS_CERTIFICATE,
                                settings.optionalPath(TLS_CERTIFICATE),
                                TLS_KEY,
                                settings.optionalPath(TLS_KEY))),
                token(settings, host),
                new ServingSettings.Limits(
                        settings.integer(MAX_RESUMES),
                        settings.integer(MAX_REQUESTS),
                        settings.integer(MAX_KIB) * KIB,
                        settings.duration(TIMEOUT)),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                JudgedPart.parse(settings.string(ConnectionConfig.RESUMES_JUDGED)));
    }

    private static @Nullable Secret token(Settings settings, String host) {
        String token = settings.string(TOKEN);
        Path file = settings.optionalPath(TOKEN_FILE);
        boolean loopback = Loopback.isLoopback(host, HOST);
        if (token.isEmpty() && file == null) {
            if (loopback) {
                return null;
            }
            throw new ConfigurationException(
                    "%s: other machines can reach %s, and no token is required: set %s (or ROLESTREAM_SERVE_TOKEN) or %s, or leave %1$s at 127.0.0.1"
                            .formatted(HOST, host, TOKEN, TOKEN_FILE));
        }
        return Secret.of(token, file, new Secret.Settings(TOKEN, TOKEN_FILE, "the REST interface"));
    }

    /** The name under which versions in use are reported. */
    public static OwnGroup reporter(Settings settings) {
        return OwnGroup.of(REPORTER, settings.string(REPORTER), settings.unprefixed(List.of(REPORTER)));
    }
}
