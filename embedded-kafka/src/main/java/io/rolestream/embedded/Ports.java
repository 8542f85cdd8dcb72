package io.rolestream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports on the loopback address. */
final class Ports {
    static final int EPHEMERAL = 0;
    static final String HOST = "127.0.0.1";
    private static final int MAX = 65_535;

    private Ports() {}

    /** A port on the IPv4 loopback address, however {@code localhost} resolves. */
    static InetSocketAddress loopback(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /**
     * A port that is free now: the wanted one, or for 0 any.
     *
     * @param option names the setting in errors
     * @throws EmbeddedKafkaException if the wanted port is taken or out of range
     */
    static int free(int wanted, String option) {
        checked(wanted, option);
        try (var socket = new ServerSocket()) {
            socket.bind(loopback(wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw taken(wanted, option, e);
        }
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(loopback(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The port, if it is one. */
    static int checked(int port, String option) {
        if (port < 0 || port > MAX) {
            throw new EmbeddedKafkaException("%s must be 0 (any free port) to %d, not %d".formatted(option, MAX, port));
        }
        return port;
    }

    static EmbeddedKafkaException taken(int port, String option, Exception cause) {
        return new EmbeddedKafkaException(
                "Port %d on %s cannot be used (%s): choose another with %s, or 0 for any free one"
                        .formatted(port, HOST, cause.getMessage(), option),
                cause);
    }
}
