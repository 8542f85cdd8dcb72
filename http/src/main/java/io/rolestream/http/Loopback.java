package io.rolestream.http;

import io.rolestream.common.config.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** This machine's own addresses, which no other machine can reach. */
public final class Loopback {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /**
     * Whether a server on this host is reachable from this machine alone.
     *
     * @param setting names the host in messages
     * @throws ConfigurationException if there is no such host
     */
    public static boolean isLoopback(String host, String setting) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigurationException(setting + ": no host " + host, e);
        }
    }

    /**
     * Whether a {@code Host} header names this machine. A page whose own name resolves to this machine (DNS rebinding)
     * sends another.
     */
    public static boolean isNamedBy(@Nullable String hostHeader) {
        String host = String.valueOf(hostHeader).toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        return NAMES.contains(port > host.lastIndexOf(']') ? host.substring(0, port) : host);
    }
}
