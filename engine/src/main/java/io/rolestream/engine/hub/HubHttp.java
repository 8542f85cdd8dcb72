package io.rolestream.engine.hub;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends GET requests to a hub and follows its redirects. The token goes only to the hub's own origin (scheme, host and
 * port); a redirect from {@code https} to {@code http} is refused. A file's checksum and size are accepted only from
 * the hub's own origin, not from the target of a redirect.
 */
final class HubHttp {
    private static final int MAX_REDIRECTS = 10;
    private static final String USER_AGENT = "rolestream";

    private final HubSettings settings;
    private final ModelName model;

    HubHttp(HubSettings settings, ModelName model) {
        this.settings = settings;
        this.model = model;
    }

    /**
     * The answer to a GET: status 200, or for a range also 206 or 416.
     *
     * @throws TransientHubException if another attempt may succeed
     * @throws HubException if the hub refuses
     */
    HubResponse get(URI address, Map<String, String> headers) throws HubException {
        URI uri = address;
        Checksum checksum = null;
        long size = -1;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpURLConnection connection = connect(uri, headers);
            boolean keep = false;
            try {
                int status = connection.getResponseCode();
                if (isHub(uri) && checksum == null) {
                    checksum = checksum(connection);
                    size = Math.max(size, connection.getHeaderFieldLong("X-Linked-Size", -1));
                }
                if (status == 200 || (headers.containsKey("Range") && (status == 206 || status == 416))) {
                    keep = true;
                    return new HubResponse(connection, status, HubResponse.shown(uri), checksum, size);
                }
                if (status / 100 != 3) {
                    throw refusal(status, uri, connection);
                }
                uri = redirect(uri, connection.getHeaderField("Location"));
            } catch (SSLException e) {
                throw new HubException(HubResponse.shown(uri) + ": no secure connection: " + e.getMessage(), e);
            } catch (HubException e) {
                throw e;
            } catch (IOException e) {
                throw new TransientHubException(HubResponse.shown(uri) + ": " + reason(e), e);
            } finally {
                if (!keep) {
                    connection.disconnect();
                }
            }
        }
        throw new HubException(HubResponse.shown(address) + ": more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpURLConnection connect(URI uri, Map<String, String> headers) throws HubException {
        try {
            Proxy proxy = settings.connection().proxies().select(uri).stream()
                    .findFirst()
                    .orElse(Proxy.NO_PROXY);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setConnectTimeout(
                    (int) settings.connection().connectTimeout().toMillis());
            connection.setReadTimeout((int) settings.connection().readTimeout().toMillis());
            connection.setRequestProperty("User-Agent", USER_AGENT);
            connection.setRequestProperty("Accept-Encoding", "identity");
            headers.forEach(connection::setRequestProperty);
            if (settings.token() != null && isHub(uri)) {
                connection.setRequestProperty("Authorization", "Bearer " + settings.token());
            }
            return connection;
        } catch (IOException e) {
            throw new HubException(HubResponse.shown(uri) + ": " + reason(e), e);
        }
    }

    private static @Nullable Checksum checksum(HttpURLConnection connection) {
        Checksum linked = Checksum.ofETag(connection.getHeaderField("X-Linked-Etag"));
        return linked == null ? Checksum.ofETag(connection.getHeaderField("ETag")) : linked;
    }

    private boolean isHub(URI uri) {
        return origin(uri).equals(origin(settings.endpoint()));
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }

    private static URI redirect(URI from, @Nullable String location) throws HubException {
        try {
            URI to = from.resolve(location == null ? "" : location);
            boolean http = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
            boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
            if (location != null && http && to.getHost() != null && !downgrade) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw new HubException(HubResponse.shown(from) + ": redirects to no valid address", e);
        }
        throw new HubException(HubResponse.shown(from) + ": redirects to no valid address");
    }

    private HubException refusal(int status, URI uri, HttpURLConnection connection) {
        String code = connection.getHeaderField("X-Error-Code");
        String answer = HubResponse.shown(uri) + " answered " + status + (code == null ? "" : " " + code);
        return switch (status) {
            case 401 ->
                new HubException("the hub does not show " + model + ": it does not exist, or needs a token"
                        + (settings.token() == null ? " (set HF_TOKEN)" : " that may read it") + ": " + answer);
            case 403 ->
                new HubException("the hub denies access to " + model + ": accept its conditions at "
                        + settings.endpoint() + "/" + model
                        + (settings.token() == null ? " and set HF_TOKEN" : ", or use another token") + ": " + answer);
            case 404, 410 ->
                new HubException("the hub has no " + model + " at the revision " + settings.revision() + ": " + answer);
            case 407 -> new HubException("the proxy requires a user name, which is not supported: " + answer);
            case 408, 425, 429, 500, 502, 503, 504 -> TransientHubException.after(retryAfter(connection), answer);
            default -> new HubException(answer);
        };
    }

    private static @Nullable Duration retryAfter(HttpURLConnection connection) {
        String value = connection.getHeaderField("Retry-After");
        if (value == null) {
            return null;
        }
        try {
            Duration pause = value.strip().chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    static String reason(IOException e) {
        String type = e.getClass().getSimpleName();
        return e.getMessage() == null ? type : type + ": " + e.getMessage();
    }
}
