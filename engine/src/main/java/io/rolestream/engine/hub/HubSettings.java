package io.rolestream.engine.hub;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where base models come from and how.
 *
 * @param endpoint the hub's address, {@code http} or {@code https}, without a trailing slash
 * @param cacheDirectory where downloads are kept; may be shared with Python's {@code huggingface_hub}
 * @param token the access token for private and gated models, or null; sent to the endpoint only
 * @param revision a branch, tag or commit
 * @param offline use the cache only, never the network
 * @param refresh ask the hub for the revision's current commit even if the cache has an earlier one
 */
public record HubSettings(
        URI endpoint,
        Path cacheDirectory,
        @Nullable String token,
        String revision,
        boolean offline,
        boolean refresh,
        HubConnection connection) {
    public static final URI DEFAULT_ENDPOINT = URI.create("https://huggingface.co");

    public static final String DEFAULT_REVISION = "main";

    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]{0,254}");

    public HubSettings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http
                || endpoint.getHost() == null
                || endpoint.getRawQuery() != null
                || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not the address of a hub: \"" + endpoint + "\"");
        }
        endpoint = URI.create(endpoint.toString().replaceAll("/+$", ""));
        if (token != null && (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("the hub's token contains invalid characters");
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..") || revision.contains("//")) {
            throw new IllegalArgumentException("not a revision: \"" + revision + "\"");
        }
    }

    /** The settings from this process's environment, see {@link HubEnvironment}. */
    public static HubSettings fromEnvironment() {
        return HubEnvironment.settings(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    public HubSettings withCacheDirectory(Path other) {
        return new HubSettings(endpoint, other, token, revision, offline, refresh, connection);
    }

    @Override
    public String toString() {
        return "hub " + endpoint + ", revision " + revision + ", cache " + cacheDirectory
                + (token == null ? "" : ", with a token") + (offline ? ", offline" : "");
    }
}
