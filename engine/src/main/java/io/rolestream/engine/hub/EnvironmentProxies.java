package io.rolestream.engine.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The proxy from the JVM's properties, or else from the environment. */
final class EnvironmentProxies extends ProxySelector {
    private static final int DEFAULT_PORT = 80;

    private final @Nullable ProxySelector jvm;
    private final @Nullable Proxy https;
    private final @Nullable Proxy http;
    private final List<String> direct;

    /**
     * @param https the proxy's address for {@code https}; {@code http} likewise
     * @param direct hosts and domains to reach without a proxy, separated by commas; {@code *} means all
     * @throws IllegalArgumentException if an address is invalid
     */
    EnvironmentProxies(
            @Nullable ProxySelector jvm, @Nullable String https, @Nullable String http, @Nullable String direct) {
        this.jvm = jvm;
        this.https = https == null ? null : proxy(https);
        this.http = http == null ? null : proxy(http);
        this.direct = direct == null
                ? List.of()
                : Arrays.stream(direct.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    private static Proxy proxy(String address) {
        URI uri = URI.create(address.contains("://") ? address : "http://" + address);
        if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
            throw new IllegalArgumentException("not the address of an http proxy: \"" + withoutUser(address) + "\"");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a proxy with a user name is not supported: \"" + withoutUser(address) + "\"");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    private static String withoutUser(String address) {
        return address.replaceAll("[^/@]*@", "");
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (jvm != null) {
            List<Proxy> chosen = jvm.select(uri);
            if (chosen != null && chosen.stream().anyMatch(p -> p.type() != Proxy.Type.DIRECT)) {
                return chosen;
            }
        }
        Proxy proxy = "https".equals(uri.getScheme()) ? https : http;
        return List.of(proxy == null || isDirect(uri.getHost()) ? Proxy.NO_PROXY : proxy);
    }

    private boolean isDirect(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return direct.stream()
                .map(d -> d.startsWith(".") ? d.substring(1) : d)
                .anyMatch(d -> d.equals("*") || name.equals(d) || name.endsWith("." + d));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException error) {
        if (jvm != null) {
            jvm.connectFailed(uri, address, error);
        }
    }
}
