package io.rolestream.engine.hub;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link HubSettings} from the environment variables of Hugging Face's own tools: {@code HF_ENDPOINT};
 * {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME} for the cache; {@code HF_TOKEN},
 * {@code HUGGING_FACE_HUB_TOKEN}; {@code HF_HUB_OFFLINE}; and {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY}
 * where the JVM's own proxy properties set none.
 */
public final class HubEnvironment {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

    private HubEnvironment() {}

    /**
     * @param environment empty values are ignored
     * @param home the user's home directory
     * @throws IllegalArgumentException if a value is invalid
     */
    public static HubSettings settings(Map<String, String> environment, Path home) {
        String endpoint = first(environment, "HF_ENDPOINT");
        String offline = first(environment, "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE");
        return new HubSettings(
                endpoint == null ? HubSettings.DEFAULT_ENDPOINT : URI.create(endpoint),
                cache(environment, home),
                first(environment, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"),
                HubSettings.DEFAULT_REVISION,
                offline != null && TRUE.contains(offline.toLowerCase(Locale.ROOT)),
                false,
                new HubConnection(proxies(environment), CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS, FIRST_PAUSE));
    }

    private static Path cache(Map<String, String> environment, Path home) {
        String cache = first(environment, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE");
        if (cache != null) {
            return expand(cache, home);
        }
        String hfHome = first(environment, "HF_HOME");
        if (hfHome != null) {
            return expand(hfHome, home).resolve("hub");
        }
        String xdg = first(environment, "XDG_CACHE_HOME");
        Path caches = xdg == null ? home.resolve(".cache") : expand(xdg, home);
        return caches.resolve("huggingface").resolve("hub");
    }

    private static Path expand(String path, Path home) {
        return path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
    }

    private static ProxySelector proxies(Map<String, String> environment) {
        String all = first(environment, "ALL_PROXY", "all_proxy");
        String https = first(environment, "HTTPS_PROXY", "https_proxy");
        String http = first(environment, "HTTP_PROXY", "http_proxy");
        return new EnvironmentProxies(
                ProxySelector.getDefault(),
                https == null ? all : https,
                http == null ? all : http,
                first(environment, "NO_PROXY", "no_proxy"));
    }

    private static @Nullable String first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }
}
