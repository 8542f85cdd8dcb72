package io.rolestream.schemas.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One address of a registry.
 *
 * @param url http or https, without credentials and without a slash at its end; it may have a path
 *     ({@code /apis/ccompat/v7})
 * @param credentials {@code user:password} for basic authentication, or null
 */
public record RegistryAddress(URI url, @Nullable String credentials) {
    private static final String SCHEME_END = "://";
    private static final String DEFAULT_SCHEME = "http://";

    public RegistryAddress {
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
            throw invalid("must be URLs that begin with http:// or https://");
        }
        if (credentials != null && credentials.indexOf(':') < 1) {
            throw invalid("has a user without a password: write http://USER:PASSWORD@HOST");
        }
        String text = url.toString();
        url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /**
     * The addresses in a list separated by commas. One without a scheme has that of the first that has one, or http.
     *
     * @throws IllegalArgumentException if one is not a URL; the message contains no credentials
     */
    static List<RegistryAddress> list(String text) {
        List<String> addresses = Stream.of(text.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        if (addresses.isEmpty()) {
            throw invalid("is empty");
        }
        String scheme = addresses.stream()
                .filter(address -> address.contains(SCHEME_END))
                .findFirst()
                .map(address -> address.substring(0, address.indexOf(SCHEME_END) + SCHEME_END.length()))
                .orElse(DEFAULT_SCHEME);
        return addresses.stream().map(address -> one(address, scheme)).toList();
    }

    private static RegistryAddress one(String address, String scheme) {
        if (!address.contains(SCHEME_END) && address.contains("@")) {
            throw invalid(
                    "has credentials without http:// or https:// before them; commas in a password are written %2C");
        }
        String text = address.contains(SCHEME_END) ? address : scheme + address;
        try {
            URI url = new URI(text);
            String user = url.getRawUserInfo();
            return user == null
                    ? new RegistryAddress(url, null)
                    : new RegistryAddress(
                            new URI(text.replaceFirst(SCHEME_END + "[^@]*@", SCHEME_END)), url.getUserInfo());
        } catch (URISyntaxException e) {
            throw invalid("is not a URL: %s at character %d".formatted(e.getReason(), e.getIndex()));
        }
    }

    private static IllegalArgumentException invalid(String problem) {
        return new IllegalArgumentException(SchemaRegistries.URL + " " + problem);
    }

    /** Whether a URL has the same scheme, host and port: only there do the credentials belong. */
    boolean isOriginOf(URI other) {
        return url.getScheme().equalsIgnoreCase(other.getScheme())
                && url.getHost().equalsIgnoreCase(other.getHost())
                && port(url) == port(other);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }

    /** Leaves out the credentials. */
    @Override
    public String toString() {
        return url.toString();
    }
}
