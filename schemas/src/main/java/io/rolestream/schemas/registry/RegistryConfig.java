package io.rolestream.schemas.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of a registry, and how to connect to it.
 *
 * @param addresses at least one; if one does not answer, the next is asked
 * @param headers sent with every request, such as {@code Authorization}
 * @param timeout how long to wait for each answer
 * @param attempts attempts per request, at least 1, and at least one at each address; all but a registry's own answers
 *     are tried again
 * @param backoff the pause once all addresses have failed; it doubles each time
 * @param autoRegister whether schemas may be registered; if not, a missing schema is an error
 * @param subjects whose schemas records may use besides their topic's own; {@link #ANY_SUBJECT} for all
 */
public record RegistryConfig(
        List<RegistryAddress> addresses,
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
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("A registry needs an address");
        }
        if (attempts < 1 || timeout.isNegative() || timeout.isZero() || backoff.isNegative()) {
            throw new IllegalArgumentException(
                    "Attempts (%d) and timeout (%s) must be positive, backoff (%s) not negative"
                            .formatted(attempts, timeout, backoff));
        }
        addresses = List.copyOf(addresses);
        headers = Map.copyOf(headers);
        subjects = Set.copyOf(subjects);
    }

    /** A registry without credentials: 5 s timeout, 5 attempts from 200 ms apart, schemas are registered. */
    public static RegistryConfig of(URI url) {
        return of(RegistryAddress.list(url.toString()));
    }

    static RegistryConfig of(List<RegistryAddress> addresses) {
        return new RegistryConfig(
                addresses, Map.of(), Duration.ofSeconds(5), 5, Duration.ofMillis(200), true, Set.of());
    }

    /** @param credentials {@code user:password} */
    public RegistryConfig withBasicAuth(String credentials) {
        byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
        return withHeader(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    public RegistryConfig withBearerToken(String token) {
        return withHeader(AUTHORIZATION, "Bearer " + token);
    }

    public RegistryConfig withHeader(String name, String value) {
        var all = new HashMap<>(headers);
        all.put(name, value);
        return new RegistryConfig(addresses, all, timeout, attempts, backoff, autoRegister, subjects);
    }

    public RegistryConfig withAutoRegister(boolean allowed) {
        return new RegistryConfig(addresses, headers, timeout, attempts, backoff, allowed, subjects);
    }

    public RegistryConfig withTimeout(Duration each) {
        return new RegistryConfig(addresses, headers, each, attempts, backoff, autoRegister, subjects);
    }

    public RegistryConfig withRetries(int attempts, Duration backoff) {
        return new RegistryConfig(addresses, headers, timeout, attempts, backoff, autoRegister, subjects);
    }

    public RegistryConfig withSubjects(Set<String> further) {
        return new RegistryConfig(addresses, headers, timeout, attempts, backoff, autoRegister, further);
    }

    /** What is sent to one address. */
    Map<String, String> headers(RegistryAddress address) {
        String credentials = address.credentials();
        return credentials == null ? headers : withBasicAuth(credentials).headers();
    }

    /** Leaves out the headers: they hold credentials. */
    @Override
    public String toString() {
        return "RegistryConfig[addresses=%s, timeout=%s, attempts=%d, autoRegister=%s]"
                .formatted(addresses, timeout, attempts, autoRegister);
    }
}
