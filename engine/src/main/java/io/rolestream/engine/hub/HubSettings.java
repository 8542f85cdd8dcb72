package io.rolestream.engine.hub;

import java.net.URI;
import java.nio.file.Path;
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
 * @param connection how requests are sent
 */
public record HubSettings(
        URI endpoint,
        Path cacheDirectory,
        @Nullable String token,
        String revision,
        boolean offline,
        boolean refresh,
        HubConnection connection) {
    /** The public hub of Hugging Face. */
    public static final URI DEFAULT_ENDPOINT = URI.create("https://huggingface.co");

    /** The branch that is taken if none is named. */
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
    }

    /** The settings that this process's environment asks for, see {@link HubEnvironment}. */
    public static HubSettings fromEnvironment() {
        return HubEnvironment.settings(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    /** The same with another cache. */
    public HubSettings withCacheDirectory(Path other) {
        return new HubSettings(endpoint, other, token, revision, offline, refresh, connection);
    }

    @Override
    public String toString() {
        return "hub " + endpoint + ", revision " + revision + ", cache " + cacheDirectory
                + (token == null ? "" : ", with a token") + (offline ? ", offline" : "");
    }
}
