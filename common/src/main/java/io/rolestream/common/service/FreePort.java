package io.rolestream.common.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks ports before a process starts what listens on them later. */
public final class FreePort {
    private FreePort() {}

    /**
     * Checks that a server could listen on a port now.
     *
     * @param port 0, for any free one, and less, for none, are not checked
     * @param option the option or setting that names the port, for the message
     * @throws CommandFailedException if the port cannot be used
     */
    public static void require(String host, int port, String option) {
        if (port <= 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot listen on port %d of %s (%s); choose another port with %s"
                            .formatted(port, host, e.getMessage(), option),
                    e);
        }
    }
}
