package io.rolestream.schemas.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The address of a registry, and how to connect to it.
 *
 * @param url base URL, http or https; it may have a path ({@code /apis/ccompat/v7})
 * @param headers sent with every request, such as {@code Authorization}
 * @param timeout how long to wait for each answer
 * @param attempts attempts per request, at least 1; failures to connect, timeouts, redirects, answers 429 and 5xx, and
 *     pages that are not JSON are tried again
 * @param backoff the pause after the first failed attempt; it doubles with each attempt
 * @param autoRegister whether schemas may be registered; if not, a missing schema is an error
 * @param subjects whose schemas records may use besides their topic's own; {@link #ANY_SUBJECT} for all
 */
public record RegistryConfig(
        URI url,
        Map<String, String> headers,
        Duration timeout,
        int attempts,
        Duration backoff,
        boolean autoRegister,
        Set<String> subjects) {
    /** Stands for all subjects. */
    public static final String ANY_SUBJECT = "*";

    private static final String AUTHORIZATION = "Authorization";

    public RegistryConfig {
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "Credentials do not belong in the schema registry's URL: set basic.auth.user.info instead");
        }
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "A schema registry's URL must begin with http:// or https://, not " + url);
        }
        if (attempts < 1 || timeout.isNegative() || timeout.isZero() || backoff.isNegative()) {
            throw new IllegalArgumentException(
                    "Attempts (%d) and timeout (%s) must be positive, backoff (%s) not negative"
                            .formatted(attempts, timeout, backoff));
        }
        String text = url.toString();
        url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
        headers = Map.copyOf(headers);
        subjects = Set.copyOf(subjects);
    }

    /** A registry without credentials: 5 s timeout, 5 attempts from 200 ms apart, schemas are registered. */
    public static RegistryConfig of(URI url) {
        return new RegistryConfig(url, Map.of(), Duration.ofSeconds(5), 5, Duration.ofMillis(200), true, Set.of());
    }

    public RegistryConfig withBasicAuth(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return withHeader(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    public RegistryConfig withBearerToken(String token) {
        return withHeader(AUTHORIZATION, "Bearer " + token);
    }

    public RegistryConfig withHeader(String name, String value) {
        var all = new HashMap<>(headers);
        all.put(name, value);
        return new RegistryConfig(url, all, timeout, attempts, backoff, autoRegister, subjects);
    }

    public RegistryConfig withAutoRegister(boolean allowed) {
        return new RegistryConfig(url, headers, timeout, attempts, backoff, allowed, subjects);
    }

    public RegistryConfig withTimeout(Duration each) {
        return new RegistryConfig(url, headers, each, attempts, backoff, autoRegister, subjects);
    }

    public RegistryConfig withRetries(int attempts, Duration backoff) {
        return new RegistryConfig(url, headers, timeout, attempts, backoff, autoRegister, subjects);
    }

    public RegistryConfig withSubjects(Set<String> further) {
        return new RegistryConfig(url, headers, timeout, attempts, backoff, autoRegister, further);
    }

    /** Leaves out the headers: they hold credentials. */
    @Override
    public String toString() {
        return "RegistryConfig[url=%s, timeout=%s, attempts=%d, autoRegister=%s]"
                .formatted(url, timeout, attempts, autoRegister);
    }
}
