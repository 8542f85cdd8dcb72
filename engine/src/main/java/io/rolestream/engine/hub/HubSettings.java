package io.rolestream.engine.hub;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where base models come from and how.
 *
 * @param endpoint the hub's address, {@code http} or {@code https}, without a trailing slash
 * @param cacheDirectory where downloads are kept, in the layout of Python's {@code huggingface_hub}, which can share it
 * @param token the access token for private and gated models, or null; sent to the endpoint only
 * @param revision a branch, tag or commit
 * @param offline use the cache only, never the network
 * @param refresh ask the hub what the revision means now, even if the cache knows what it meant before
 * @param proxies chooses the proxy for each address
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a server may be silent
 * @param attempts tries in a row without progress, from 1 to 100
 * @param firstPause the pause after the first failed try; later ones double
 */
public record HubSettings(
        URI endpoint,
        Path cacheDirectory,
        @Nullable String token,
        String revision,
        boolean offline,
        boolean refresh,
        ProxySelector proxies,
        Duration connectTimeout,
        Duration readTimeout,
        int attempts,
        Duration firstPause) {
    /** The public hub of Hugging Face. */
    public static final URI DEFAULT_ENDPOINT = URI.create("https://huggingface.co");

    /** The branch that is taken if none is named. */
    public static final String DEFAULT_REVISION = "main";

    private static final int MOST_ATTEMPTS = 100;
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]{0,254}");

    public HubSettings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http
                || endpoint.getHost() == null
                || endpoint.getRawQuery() != null
                || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not the address of a hub: \"" + endpoint + "\"");
        }
        if (endpoint.getRawPath().endsWith("/")) {
            String text = endpoint.toString();
            endpoint = URI.create(text.replaceAll("/+$", ""));
        }
        if (token != null && (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("the hub's token contains invalid characters");
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..") || revision.contains("//")) {
            throw new IllegalArgumentException("not a revision: \"" + revision + "\"");
        }
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be from 1 to " + MOST_ATTEMPTS + ", not " + attempts);
        }
        requirePositive("connect timeout", connectTimeout);
        requirePositive("read timeout", readTimeout);
        requirePositive("first pause", firstPause);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() <= 0 || duration.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be from 1 ms to 24 days, not " + duration);
        }
    }

    /** The settings that this process's environment asks for, see {@link HubEnvironment}. */
    public static HubSettings fromEnvironment() {
        return HubEnvironment.settings(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    /** The same for another revision. */
    public HubSettings withRevision(String other) {
        return new HubSettings(
                endpoint,
                cacheDirectory,
                token,
                other,
                offline,
                refresh,
                proxies,
                connectTimeout,
                readTimeout,
                attempts,
                firstPause);
    }

    /** The same with or without the network. */
    public HubSettings withOffline(boolean other) {
        return new HubSettings(
                endpoint,
                cacheDirectory,
                token,
                revision,
                other,
                refresh,
                proxies,
                connectTimeout,
                readTimeout,
                attempts,
                firstPause);
    }

    /** The same, asking the hub what the revision means now or not. */
    public HubSettings withRefresh(boolean other) {
        return new HubSettings(
                endpoint,
                cacheDirectory,
                token,
                revision,
                offline,
                other,
                proxies,
                connectTimeout,
                readTimeout,
                attempts,
                firstPause);
    }

    /** The same with another cache. */
    public HubSettings withCacheDirectory(Path other) {
        return new HubSettings(
                endpoint,
                other,
                token,
                revision,
                offline,
                refresh,
                proxies,
                connectTimeout,
                readTimeout,
                attempts,
                firstPause);
    }

    @Override
    public String toString() {
        return "hub " + endpoint + ", revision " + revision + ", cache " + cacheDirectory
                + (token == null ? "" : ", with a token") + (offline ? ", offline" : "");
    }
}
